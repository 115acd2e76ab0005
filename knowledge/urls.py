from django.urls import path

from . import views

app_name = "knowledge"
urlpatterns = [
    path("", views.entry_list, name="list"),
    path("<slug:slug>/", views.entry_detail, name="detail"),
]

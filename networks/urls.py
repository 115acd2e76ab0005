from django.urls import path

from . import views

app_name = "networks"
urlpatterns = [
    path("", views.network_list, name="list"),
    path("jamfor/", views.network_compare, name="compare"),
    path("<slug:slug>/", views.network_detail, name="detail"),
]

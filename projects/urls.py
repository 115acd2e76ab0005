from django.urls import path

from . import views

app_name = "projects"
urlpatterns = [
    path("", views.project_list, name="list"),
    path("karta/", views.project_map, name="map"),
    path("<slug:slug>/", views.project_detail, name="detail"),
]

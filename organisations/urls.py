from django.urls import path

from . import views

app_name = "organisations"
urlpatterns = [
    path("aktorer/", views.organisation_list, name="list"),
    path("aktorer/<slug:slug>/", views.organisation_detail, name="detail"),
    path("kommuner/", views.municipality_list, name="municipalities"),
    path("kommuner/<slug:slug>/", views.municipality_detail, name="municipality"),
]

from django.urls import path

from . import views
from .finder.views import find

app_name = "funding"
urlpatterns = [
    path("", views.programme_list, name="programmes"),
    path("tidslinje/", views.timeline, name="timeline"),
    path("program/<slug:slug>/", views.programme_detail, name="programme"),
    path("jamfor/", views.programme_compare, name="compare"),
    path("hitta/", find, name="find"),
    path("utlysningar/", views.call_list, name="calls"),
    path("utlysningar/<slug:slug>/", views.call_detail, name="call"),
]

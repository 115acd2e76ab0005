from django.urls import path

from . import views
from .shortlist import views as shortlist

app_name = "funding"
urlpatterns = [
    path("", views.programme_list, name="programmes"),
    path("tidslinje/", views.timeline, name="timeline"),
    path("program/<slug:slug>/", views.programme_detail, name="programme"),
    path("jamfor/", views.programme_compare, name="compare"),
    path("utlysningar/", views.call_list, name="calls"),
    path("urval/", shortlist.shortlist, name="shortlist"),
    path("urval/andra/", shortlist.change, name="shortlist-change"),
    path("urval/ta-over/", shortlist.take_over, name="shortlist-take-over"),
    path("utlysningar/<slug:slug>/", views.call_detail, name="call"),
]

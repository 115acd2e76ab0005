from django.urls import path

from . import views
from .costs import views as costs

app_name = "funding"
urlpatterns = [
    path("", views.programme_list, name="programmes"),
    path("tidslinje/", views.timeline, name="timeline"),
    path("program/<slug:slug>/", views.programme_detail, name="programme"),
    path("program/<slug:slug>/kalkyl/", costs.programme_costs, name="programme-costs"),
    path("jamfor/", views.programme_compare, name="compare"),
    path("utlysningar/", views.call_list, name="calls"),
    path("utlysningar/<slug:slug>/", views.call_detail, name="call"),
    path("utlysningar/<slug:slug>/kalkyl/", costs.call_costs, name="call-costs"),
]

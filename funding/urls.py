from django.urls import path

from . import views
from .costs import views as costs
from .finder.views import find
from .plan import views as plan
from .shortlist import views as shortlist

app_name = "funding"
urlpatterns = [
    path("", views.programme_list, name="programmes"),
    path("tidslinje/", views.timeline, name="timeline"),
    path("program/<slug:slug>/", views.programme_detail, name="programme"),
    path("program/<slug:slug>/kalkyl/", costs.programme_costs, name="programme-costs"),
    path("program/<slug:slug>/plan/", plan.programme_plan, name="programme-plan"),
    path("jamfor/", views.programme_compare, name="compare"),
    path("hitta/", find, name="find"),
    path("utlysningar/", views.call_list, name="calls"),
    path("urval/", shortlist.shortlist, name="shortlist"),
    path("urval/andra/", shortlist.change, name="shortlist-change"),
    path("urval/ta-over/", shortlist.take_over, name="shortlist-take-over"),
    path("utlysningar/<slug:slug>/", views.call_detail, name="call"),
    path("utlysningar/<slug:slug>/kalkyl/", costs.call_costs, name="call-costs"),
    path("utlysningar/<slug:slug>/plan/", plan.call_plan, name="call-plan"),
]

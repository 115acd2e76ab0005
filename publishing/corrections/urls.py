from django.urls import path

from . import views

app_name = "corrections"
urlpatterns = [
    path("<slug:kind>/<slug:slug>/", views.propose, name="propose"),
    path("<slug:kind>/<slug:slug>/tack/", views.thanks, name="thanks"),
]

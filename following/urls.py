from django.urls import path

from . import views

app_name = "following"
urlpatterns = [
    path("", views.follow, name="follow"),
    path("skickat/", views.asked, name="asked"),
    path("bekrafta/<str:token>/", views.confirm, name="confirm"),
    path("<slug:key>/", views.manage, name="manage"),
    path("<slug:key>/sluta/<slug:which>/", views.stop, name="stop"),
    path("<slug:key>/avfarda/<int:document>/", views.dismiss, name="dismiss"),
]

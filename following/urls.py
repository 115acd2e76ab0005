from django.urls import path

from . import views

app_name = "following"
urlpatterns = [
    path("", views.follow, name="follow"),
    path("skickat/", views.asked, name="asked"),
    path("bekrafta/<str:token>/", views.confirm, name="confirm"),
    path("<str:key>/", views.manage, name="manage"),
    path("<str:key>/sluta/<str:which>/", views.stop, name="stop"),
    path("<str:key>/avfarda/<int:document>/", views.dismiss, name="dismiss"),
]

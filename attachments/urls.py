from django.urls import path

from . import views

app_name = "attachments"
urlpatterns = [
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/liten/", views.show, {"small": True}, name="small"),
]

from django.urls import path

from . import views

app_name = "members"
urlpatterns = [
    path("organisationer/", views.memberships, name="mine"),
    path("organisationer/<slug:slug>/", views.members, name="list"),
    path("organisationer/<slug:slug>/ga-med/", views.join, name="join"),
    path("organisationer/<slug:slug>/lamna/", views.leave, name="leave"),
    path("organisationer/<slug:slug>/bjud-in/", views.invite, name="invite"),
    path("organisationer/<slug:slug>/inbjudan/<int:pk>/igen/", views.invite_again, name="invite-again"),
    path("organisationer/<slug:slug>/inbjudan/<int:pk>/ta-tillbaka/", views.take_back, name="take-back"),
    path("organisationer/<slug:slug>/fraga/<int:pk>/", views.answer, name="answer"),
    path("organisationer/<slug:slug>/medlem/<int:pk>/", views.member, name="member"),
    path("fraga/<int:pk>/ta-tillbaka/", views.stop_asking, name="stop-asking"),
    path("inbjudan/<str:token>/", views.invitation, name="invitation"),
]

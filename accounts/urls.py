from django.contrib.auth.views import LoginView, LogoutView
from django.urls import include, path

from . import views

urlpatterns = [
    path("", views.account, name="account"),
    path(
        "logga-in/",
        LoginView.as_view(template_name="accounts/login.html", redirect_authenticated_user=True),
        name="login",
    ),
    path("logga-ut/", LogoutView.as_view(), name="logout"),
    path("", include("accounts.members.urls")),
    path("", include("accounts.asking.urls")),
]

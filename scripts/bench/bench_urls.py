"""The portal's addresses and a view that does nothing: what server, middleware and Django cost by themselves."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import path

from integration_portal.urls import *  # noqa: F403
from integration_portal.urls import urlpatterns as portal

BARE = "bench/bare/"
urlpatterns = [path(BARE, login_not_required(lambda request: HttpResponse("ok"))), *portal]

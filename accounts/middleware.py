from django.conf import settings
from django.contrib import messages
from django.core.exceptions import MiddlewareNotUsed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from . import second_factor


class SecondFactor:
    """Sends editors and administrators without a second step to set one up, before anything but their own account."""

    def __init__(self, get_response):
        if not settings.SECOND_FACTOR:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        if (
            second_factor.is_required_of(request.user)
            and not request.path.startswith(reverse("account"))
            and not second_factor.session_has(request)
        ):
            messages.warning(request, _("Whoever edits for others needs a second step to sign in. Add one here first."))
            return redirect("mfa_index")
        return self.get_response(request)

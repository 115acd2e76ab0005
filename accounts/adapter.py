"""Where django-allauth asks the portal: who may, in which words, and by what mail."""

from io import BytesIO
from pathlib import PurePath
from uuid import uuid4

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext_lazy as _
from qrcode.image.svg import SvgPathImage

from outbox.actions import put_mail

from . import texts
from .models import User

REAUTHENTICATION = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code from your app, or a reserve code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | texts.ACCOUNT_ERRORS

    def new_user(self, request):
        """Return a user to be filled in, who gets mail in the language of the page."""
        return User(language=get_language())

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data.get("name", user.name)
        return super().save_user(request, user, form, commit)

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        if text := message or texts.MESSAGES[message_template]:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def send_mail(self, template_prefix, email, context):
        """Put the mail that allauth calls ``account/email/login_code`` or the like into the outbox.

        In the language of the account that has the address, or else of the page.
        """
        language = User.objects.filter(email__iexact=email).values_list("language", flat=True).first()
        put_mail(
            key=f"accounts:{uuid4()}",  # asked for twice, it is sent twice: each has a code of its own
            to=email,
            template=f"mail/accounts/{PurePath(template_prefix).name}.html",
            context=context,
            language=language or get_language(),
        )

    def get_reauthentication_methods(self, user):
        """The first is asked for, the others are offered: codes last, for they may be the reserve codes alone."""
        methods = super().get_reauthentication_methods(user)
        methods.sort(key=lambda method: method["id"] == "mfa_reauthenticate")
        return [method | {"description": REAUTHENTICATION[method["id"]]} for method in methods]


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | texts.SECOND_FACTOR_ERRORS

    def generate_authenticator_name(self, user, type):
        return str(_("Passkey"))

    def build_totp_svg(self, url):
        """Return ``url`` as a QR code: SVG that can stand in a page, without any style of its own."""
        image, file = qrcode.make(url, image_factory=SvgPathImage), BytesIO()
        image.save(file)
        svg = file.getvalue().decode().partition("?>")[2].strip()
        return mark_safe(svg.replace("<svg ", '<svg class="qr" aria-hidden="true" ', 1))  # noqa: S308 (made here)

    def _get_site_name(self):
        return "Integrationsportalen"


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """Signing in with a municipality's own directory.

    **The rule for joining.** What the directory says of somebody joins an account that is there when the directory has
    verified the e-mail address, the address is in one of the domains that the directory answers for (OIDC_DOMAINS), and
    the account has confirmed the same address itself. In every other case one signs in first and joins them oneself.
    A second step that the account has is asked for all the same.
    """

    error_messages = DefaultSocialAccountAdapter.error_messages | texts.DIRECTORY_ERRORS

    def populate_user(self, request, sociallogin, data):
        user = super().populate_user(request, sociallogin, data)
        user.name = str(data.get("name") or "")[: User._meta.get_field("name").max_length]
        # Some directories write "false" as a word, which would be true; and none is believed of others' domains.
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True and _is_of_directory(address.email)
        return user

    def can_authenticate_by_email(self, login, email):
        return _is_of_directory(email) and EmailAddress.objects.filter(email=email.lower(), verified=True).exists()


def _is_of_directory(email) -> bool:
    return email.rpartition("@")[2].lower() in settings.OIDC_DOMAINS

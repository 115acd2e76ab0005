"""The forms of accounts: our own, and those of django-allauth in the portal's words.

Allauth's forms have placeholders instead of labels, and ask for every new password twice. Here a label says it, and
a password is typed once: who mistypes it gets a code by mail.
"""

import logging

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from allauth.socialaccount import forms as directory
from django import forms
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators
from django.db import IntegrityError, transaction
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_lazy as _

from . import texts
from .models import User

logger = logging.getLogger(__name__)


@lazy
def _password_help() -> str:
    lengths = [v.min_length for v in get_default_password_validators() if isinstance(v, MinimumLengthValidator)]
    return gettext("At least %(number)s characters. A few words that you remember are better than signs.") % {
        "number": max(lengths, default=1)
    }


class OwnWords:
    """Gives fields the labels and the help of the portal, by their names; mixed in before a form of allauth."""

    words: dict = {}
    WORDS = {
        "login": (_("E-mail"), ""),
        "email": (_("E-mail"), ""),
        "password": (_("Password"), ""),
        "password1": (_("New password"), _password_help()),
        "oldpassword": (_("Current password"), ""),
        "code": (_("Code"), ""),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in (words := self.WORDS | self.words):
                field.label, field.help_text = words[name]


class LoginForm(OwnWords, account.LoginForm):
    pass


class SignupForm(OwnWords, account.SignupForm):
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1"]
    words = {
        "email": (_("E-mail"), _("Your address at work, if you have one. We send a code there to confirm it.")),
        "password1": (
            _("Password (optional)"),
            _("Without one you sign in with a code by mail. With one: at least 12 characters."),
        ),
    }

    def try_save(self, request):
        """As allauth's, but sign-ups with one address at the same moment end like those one after the other."""
        if self.account_already_exists and self.cleaned_data.get("password1"):
            make_password(self.cleaned_data["password1"])  # takes as long as it does for a new account
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)


class AddEmailForm(OwnWords, account.AddEmailForm):
    words = {"email": (_("New e-mail address"), _("We send a code there. Until you have typed it, the old one holds."))}


class ChangePasswordForm(OwnWords, account.ChangePasswordForm):
    password2 = None


class SetPasswordForm(OwnWords, account.SetPasswordForm):
    password2 = None


class ResetPasswordForm(OwnWords, account.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(OwnWords, account.ResetPasswordKeyForm):
    password2 = None


class ReauthenticateForm(OwnWords, account.ReauthenticateForm):
    pass


class RequestLoginCodeForm(OwnWords, account.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(OwnWords, account.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(OwnWords, account.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetCodeForm(OwnWords, account.ConfirmPasswordResetCodeForm):
    pass


class AuthenticateForm(OwnWords, mfa.AuthenticateForm):
    words = {"code": (_("Code"), _("Six figures from your authenticator app, or one of your reserve codes."))}


class MFAReauthenticateForm(OwnWords, mfa.ReauthenticateForm):
    words = AuthenticateForm.words


class ActivateTOTPForm(OwnWords, totp.ActivateTOTPForm):
    words = {"code": (_("Code from the app"), _("Six figures; they change every half minute."))}


class Sound:
    """What a browser sends for a passkey may be anything: what cannot be read at all is wrong, and no error of ours."""

    def full_clean(self):
        try:
            super().full_clean()
        except Exception:
            # The library reads what a stranger sent, in more ways than it has errors of its own for.
            logger.info("A passkey could not be read.", exc_info=True)
            self.cleaned_data = {}
            self.add_error(None, texts.SECOND_FACTOR_ERRORS["incorrect_code"])


class AuthenticatePasskeyForm(Sound, webauthn.AuthenticateWebAuthnForm):
    pass


class SignInPasskeyForm(Sound, webauthn.LoginWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(Sound, webauthn.ReauthenticateWebAuthnForm):
    pass


class AddPasskeyForm(Sound, OwnWords, webauthn.AddWebAuthnForm):
    """A passkey is always one to sign in with, without e-mail address or password."""

    words = {"name": (_("Name of the passkey"), _("So that you know it again: Work computer, Telephone."))}
    passwordless = forms.BooleanField(initial=True, required=False, widget=forms.HiddenInput)


class EditPasskeyForm(OwnWords, webauthn.EditWebAuthnForm):
    words = {"name": (_("Name of the passkey"), "")}


class DirectorySignupForm(OwnWords, directory.SignupForm):
    pass


class DisconnectForm(directory.DisconnectForm):
    pass


class AccountForm(forms.ModelForm):
    """One's own name and language."""

    class Meta:
        model = User
        fields = ["name", "language"]
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class DeleteForm(forms.Form):
    """Somebody means it: nothing is deleted by a click too many."""

    sure = forms.BooleanField(label=_("Yes, delete my account"))

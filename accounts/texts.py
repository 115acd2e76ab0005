"""What the portal says where django-allauth would say it: its own Swedish is not that of the portal.

A test walks allauth's code: what it may say and is not here is something that the portal does not offer.
"""

from django.utils.translation import gettext_lazy as _

# By the codes of allauth's ``error_messages``.
ACCOUNT_ERRORS = {
    "account_inactive": _("This account is closed."),
    "cannot_remove_primary_email": _("You need an e-mail address to sign in with."),
    "duplicate_email": _("You have this e-mail address already."),
    "email_password_mismatch": _("The e-mail address or the password is wrong."),
    "email_taken": _("This e-mail address has come to use in another account."),
    "enter_current_password": _("The current password is wrong."),
    "incorrect_code": _("The code is wrong. Look at the newest mail from us."),
    "incorrect_password": _("The password is wrong."),
    "invalid_login": _("This is not an e-mail address."),
    "too_many_login_attempts": _("That was wrong too many times. Wait some minutes, then try again."),
    "same_as_current": _("You have this e-mail address already."),
    "rate_limited": _("That was too often. Wait a little, then try again."),
}
SECOND_FACTOR_ERRORS = {
    "cannot_generate_recovery_codes": _("Add an authenticator app or a passkey first: then you get reserve codes too."),
    "incorrect_code": _("That did not match. Try again."),
    "unverified_email": _("Confirm your e-mail address first."),
}
DIRECTORY_ERRORS = {
    "invalid_token": _("The answer of the directory could not be read. Try again."),
    "no_password": _("Choose a password first, so that you can still sign in."),
    "no_verified_email": _("Confirm your e-mail address first, so that you can still sign in."),
}

# By the templates that allauth would take the text from. An empty text is not shown: the page says it already.
MESSAGES = {
    "account/messages/cannot_delete_primary_email.txt": _("You need an e-mail address to sign in with."),
    "account/messages/email_confirmation_failed.txt": _("This e-mail address has come to use in another account."),
    "account/messages/email_confirmation_sent.txt": "",
    "account/messages/email_confirmed.txt": _("Your e-mail address is confirmed."),
    "account/messages/email_deleted.txt": _("The e-mail address is removed."),
    "account/messages/logged_in.txt": _("You are signed in."),
    "account/messages/logged_out.txt": _("You are signed out."),
    "account/messages/login_code_sent.txt": "",
    "account/messages/password_changed.txt": _("Your password is changed. You are signed out everywhere else."),
    "account/messages/password_set.txt": _("Your password is chosen. You are signed out everywhere else."),
    "account/messages/primary_email_set.txt": _("This is your e-mail address now."),
    "account/messages/unverified_primary_email.txt": _("Confirm your e-mail address first."),
    "mfa/messages/recovery_codes_generated.txt": _("You have new reserve codes. The old ones hold no longer."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is added."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "socialaccount/messages/account_connected.txt": _("You can sign in with the directory now."),
    "socialaccount/messages/account_connected_other.txt": _("This person in the directory has another account here."),
    "socialaccount/messages/account_connected_updated.txt": _("You can sign in with the directory already."),
    "socialaccount/messages/account_disconnected.txt": _("The account is no longer joined to the directory."),
}

"""The addresses below /konto/: our own pages, and the views of django-allauth under its names.

Only what the portal offers is here. A view of allauth that is not named has no address.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as reserve
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import include, path

from . import views
from .views import limited

urlpatterns = [
    path("", views.account, name="account"),
    path("mina-uppgifter/", views.export, name="account_export"),
    path("ta-bort/", views.delete, name="account_delete"),
    path("inloggningar/", views.sessions, name="usersessions_list"),
    # In and out
    path("logga-in/", limited(account.login), name="account_login"),
    path("logga-ut/", account.logout, name="account_logout"),
    path("skapa-konto/", limited(account.signup), name="account_signup"),
    path("bekrafta/", account.email_verification_sent, name="account_email_verification_sent"),
    path("kod/", account.request_login_code, name="account_request_login_code"),
    path("kod/bekrafta/", account.confirm_login_code, name="account_confirm_login_code"),
    path("avstangt/", account.account_inactive, name="account_inactive"),
    path("passkeys/logga-in/", limited(passkey.login_webauthn), name="mfa_login_webauthn"),
    path("tvastegs/logga-in/", mfa.authenticate, name="mfa_authenticate"),
    # It is you
    path("igen/losenord/", account.reauthenticate, name="account_reauthenticate"),
    path("igen/kod/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("igen/passkey/", passkey.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    # Address and password
    path("e-post/", limited(account.email), name="account_email"),
    path("losenord/", limited(account.password_change), name="account_change_password"),
    path("losenord/valj/", limited(account.password_set), name="account_set_password"),
    path("losenord/glomt/", account.password_reset, name="account_reset_password"),
    path("losenord/glomt/kod/", account.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("losenord/glomt/nytt/", limited(account.complete_password_reset), name="account_complete_password_reset"),
    path("losenord/glomt/klart/", account.password_reset_from_key_done, name="account_password_reset_completed"),
    # The second step
    path("tvastegs/", mfa.index, name="mfa_index"),
    path("tvastegs/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("tvastegs/app/ta-bort/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tvastegs/reservkoder/", reserve.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tvastegs/reservkoder/nya/", reserve.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("tvastegs/reservkoder/hamta/", reserve.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("passkeys/", passkey.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/ny/", passkey.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/namn/", passkey.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/ta-bort/", passkey.remove_webauthn, name="mfa_remove_webauthn"),
    # A municipality's own directory, where one is configured
    path("extern/", views.directory(social.connections), name="socialaccount_connections"),
    path("extern/skapa-konto/", views.directory(social.signup), name="socialaccount_signup"),
    path("extern/avbrutet/", views.directory(social.login_cancelled), name="socialaccount_login_cancelled"),
    path("extern/<slug:provider_id>/", views.directory(oidc.login), name="openid_connect_login"),
    path("extern/<slug:provider_id>/svar/", views.directory(oidc.callback), name="openid_connect_callback"),
    path("", include("accounts.members.urls")),
    path("", include("accounts.asking.urls")),
]

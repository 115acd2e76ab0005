from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_delete, post_migrate
from django.utils.translation import gettext_lazy as _


def make_cache_table(using="default", **kwargs):
    """Make the table that rate limits are counted in, where it is missing. Runs after each migrate."""
    call_command("createcachetable", database=using, verbosity=0)


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Accounts")
    # Every signing in writes here, and no page without an account shows any of it.
    is_content = False

    def ready(self):
        from allauth.account import signals as account
        from allauth.mfa import signals as mfa
        from allauth.mfa.models import Authenticator

        from . import holdings, personal_data, receivers
        from .members import personal_data as members

        post_migrate.connect(make_cache_table, sender=self, dispatch_uid="accounts-cache-table")
        for signal in (account.user_logged_in, mfa.authenticator_added):
            signal.connect(receivers.note_second_factor, dispatch_uid="accounts-note-second-factor")
        mfa.authenticator_added.connect(receivers.count_as_proof)
        post_delete.connect(receivers.forget_second_factor, sender=Authenticator)
        for signal in (account.password_changed, account.password_set, account.password_reset):
            signal.connect(receivers.end_other_sessions, dispatch_uid="accounts-end-other-sessions")
        account.authentication_step_completed.connect(receivers.distrust_password)
        personal_data.register("account", export=holdings.export, told=holdings.TOLD)
        personal_data.register("members", export=members.export, release=members.release, told=members.TOLD)

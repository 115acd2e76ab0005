from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from accounts import actions
from accounts.members import personal_data as members
from accounts.models import User

UNCONFIRMED_DAYS = 7  # the privacy page says a week


class Command(BaseCommand):
    help = "Delete what accounts need no longer: sessions, unconfirmed sign-ups, old invitations and requests."

    def handle(self, *args, **options):
        now = timezone.now()
        # The codes that were mailed are in the sessions, and go with them.
        ended, _ = Session.objects.filter(expire_date__lt=now).delete()
        listed, _ = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
        # Made by signing up and never confirmed: such an account has an address. One that an administrator made has
        # none until its owner first signs in.
        unconfirmed = User.objects.filter(
            last_login=None,
            is_staff=False,
            date_joined__lt=now - timedelta(days=UNCONFIRMED_DAYS),
            emailaddress__isnull=False,
        ).exclude(emailaddress__verified=True)
        users = list(unconfirmed.distinct())
        for user in users:
            actions.delete_account(user=user, by=None)
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(settings.CACHES["default"]["LOCATION"])
            cursor.execute(f"DELETE FROM {table} WHERE expires < %s", [connection.ops.adapt_datetimefield_value(now)])  # noqa: S608 (the name of a table)
            counts = cursor.rowcount
        forgotten = members.forget()
        self.stdout.write(
            f"Deleted: {ended} sessions, {listed} of them or older from the lists, {len(users)} unconfirmed sign-ups, "
            f"{counts} counts of attempts, {forgotten} invitations and requests."
        )

from django.utils import timezone

from following.rounds import go_round
from outbox.timed import TimedCommand


class Command(TimedCommand):
    help = "Put mails to followers into the outbox: what is new, and reminders of last days. Sends none itself."

    def round(self) -> str:
        done = go_round(timezone.now())
        if any(done.values()):
            self.stdout.write(" ".join(f"{name.capitalize()}: {number}." for name, number in done.items() if number))
        return ""

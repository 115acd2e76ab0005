import logging
import signal

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseProblem, close_old_connections

from outbox.sending import forget_old, send_due

logger = logging.getLogger(__name__)

# Whoever ends the sender by these waits until the mail at hand is sent and written down.
ENDING = {signal.SIGTERM, signal.SIGINT}


class Command(BaseCommand):
    help = "Send the mails that are due, and empty old ones. Fails when mails could not be sent for good."

    def add_arguments(self, parser):
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, with so long a pause between rounds")

    def handle(self, *args, every=None, **options):
        if every is not None and every < 1:
            raise CommandError("--every takes a whole number of seconds, 1 or more.")
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        try:
            if every is None:
                problems = self._round()
            else:
                self._go_on(every)
                problems = ""
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        if problems:
            raise CommandError(problems)

    def _go_on(self, every):
        """Send round after round; a database or a server that is away is tried again with the next one."""
        while True:
            close_old_connections()
            try:
                if problems := self._round():
                    logger.error(problems)
            except DatabaseProblem:
                logger.exception("The round ended early.")
            if signal.sigtimedwait(ENDING, every):
                return

    def _round(self) -> str:
        """Send what is due, tell how much, and return what somebody should look at."""
        done = send_due(is_ending=lambda: signal.sigpending() & ENDING)
        forgotten = forget_old()
        if done.sent or done.put_off or done.dead or forgotten:
            self.stdout.write(
                f"Sent: {done.sent}. Put off: {done.put_off}. Dead letters: {done.dead}. Emptied: {forgotten}."
            )
        problems = []
        if done.dead:
            problems.append(f"New dead letters: {done.dead}; they are in the administration.")
        if done.stopped:
            problems.append(f"The mail server cannot be used: {done.stopped}")
        return " ".join(problems)

"""A command that a timer runs: once, or again and again with a pause, until it is asked to end."""

import logging
import signal
from abc import ABC, abstractmethod

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseProblem, close_old_connections

logger = logging.getLogger(__name__)

# Whoever ends the command by these waits until what is at hand is done and written down.
ENDING = {signal.SIGTERM, signal.SIGINT}


def is_ending():
    """Whether the command has been asked to end."""
    return signal.sigpending() & ENDING


class TimedCommand(BaseCommand, ABC):
    """``round()`` does what there is to do now, tells how much, and returns what somebody should look at ("": nothing).

    It is never ended in the middle by SIGTERM or SIGINT; a long one asks ``is_ending()`` where it can stop.
    """

    def add_arguments(self, parser):
        parser.add_argument("--every", type=int, metavar="SECONDS", help="go on, with so long a pause between rounds")

    def handle(self, *args, every=None, **options):
        if every is not None and every < 1:
            raise CommandError("--every takes a whole number of seconds, 1 or more.")
        signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
        try:
            if every is None:
                problems = self.round()
            else:
                self._go_on(every)
                problems = ""
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        if problems:
            raise CommandError(problems)

    @abstractmethod
    def round(self) -> str: ...

    def _go_on(self, every):
        """Do round after round; a database or a server that is away is tried again with the next one."""
        while True:
            close_old_connections()
            try:
                if problems := self.round():
                    logger.error(problems)
            except DatabaseProblem:
                logger.exception("The round ended early.")
            if signal.sigtimedwait(ENDING, every):
                return

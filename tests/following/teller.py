"""The command that tells followers, in a process of its own that can be killed: see tests/outbox/sender.py."""

import os
import signal
from contextlib import suppress

from django.core.management import call_command
from django.db import connection

from tests.outbox.sender import context

# Where a process can be made to end by itself, at the second portion.
STEPS = ["before the mails", "after the mails", "after the portion"]
PORTION = 20


def _end():
    os.kill(os.getpid(), signal.SIGKILL)


def _at_the_second(function, *, before=False):
    calls = []

    def called(*args, **kwargs):
        calls.append(1)
        if before and len(calls) == 2:
            _end()
        done = function(*args, **kwargs)
        if not before and len(calls) == 2:
            _end()
        return done

    return called


def _tell(database, step):
    from following import reminders, telling

    connection.settings_dict["NAME"] = database
    telling.PORTION = reminders.PORTION = PORTION
    if step in ("before the mails", "after the mails"):
        telling.put_mails = _at_the_second(telling.put_mails, before=step == "before the mails")
        reminders.put_mails = _at_the_second(reminders.put_mails, before=step == "before the mails")
    elif step == "after the portion":
        telling.Telling._tell_portion = _at_the_second(telling.Telling._tell_portion)
    call_command("tell_followers", verbosity=0)


class Teller:
    """One run of the command on the test database; with a ``step`` it kills itself there."""

    def __init__(self, step=""):
        self._process = context.Process(target=_tell, args=(connection.settings_dict["NAME"], step))
        self.is_alive = self._process.is_alive

    def start(self):
        self._process.start()
        return self

    def kill(self):
        with suppress(ProcessLookupError):  # it has just come to its end
            os.kill(self._process.pid, signal.SIGKILL)

    def wait(self):
        """Wait until it has ended; return its exit status, which is minus nine after being killed."""
        self._process.join(60)
        status = self._process.exitcode
        assert status is not None, "the teller hangs"
        return status

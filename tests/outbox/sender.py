"""A sender in a process of its own, to be killed.

The process is forked from a server that has loaded the portal once (``multiprocessing``, "forkserver"), for a start of
a second and a half for each kill would make few kills. What runs in it is the command itself.
"""

import os
import signal
from multiprocessing import get_context

import django
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
if not apps.ready:
    django.setup()

context = get_context("forkserver")
context.set_forkserver_preload([__name__])


def _send(database, mail_settings, options):
    connection.settings_dict["NAME"] = database
    with override_settings(**mail_settings):
        call_command("send_mail_queue", verbosity=0, **options)


class Sender:
    """One run of the command on the test database. ``kill`` ends it as nothing else does, with no word of warning."""

    def __init__(self, server, **options):
        arguments = (connection.settings_dict["NAME"], server.settings, options)
        self._process = context.Process(target=_send, args=arguments)
        self.is_alive = self._process.is_alive

    def start(self):
        self._process.start()
        return self

    def kill(self):
        os.kill(self._process.pid, signal.SIGKILL)

    def terminate(self):
        os.kill(self._process.pid, signal.SIGTERM)

    def wait(self):
        """Wait until it has ended; return its exit status, which is minus nine after ``kill``."""
        self._process.join(20)
        status = self._process.exitcode
        assert status is not None, "the sender hangs"
        return status

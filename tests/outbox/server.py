"""A real SMTP server on 127.0.0.1 that answers, stays silent or does something worse, as a test wants."""

import asyncio
import email
import socket
from email.policy import default

from aiosmtpd.controller import Controller

STEPS = ["MAIL", "RCPT", "DATA", "taken", "answered"]


class MailServer:
    """Remembers what it has taken, in order, as parsed messages.

    ``during[step] = function`` is called with the envelope when a sender is at that step: a string that it returns is
    the answer in place of "250 OK"; it may be asynchronous. At "DATA" the mail is not taken yet, at "taken" it is and
    the sender does not know, right after "answered" it knows.
    """

    def __init__(self):
        self.messages, self.connections, self.during = [], 0, {}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def start(self):
        self._controller.start()
        self.connections = 0  # but for the one by which the controller tries itself

    def stop(self):
        if self._controller.server:
            self._controller.stop()

    @property
    def settings(self):
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": self.port,
            "EMAIL_TIMEOUT": 5,
        }

    @property
    def message_ids(self):
        return [message["Message-ID"] for message in self.messages]

    async def _at(self, step, envelope):
        answer = self.during.get(step, lambda envelope: None)(envelope)
        return (await answer if asyncio.iscoroutine(answer) else answer) or "250 OK"

    # --- What aiosmtpd calls ----------------------------------------------------------------------------------

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        answer = await self._at("MAIL", envelope)
        if not answer.startswith("250"):
            envelope.mail_from = None
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        answer = await self._at("RCPT", envelope)
        if not answer.startswith("250"):
            envelope.rcpt_tos.clear()
        return answer

    async def handle_DATA(self, server, session, envelope):
        answer = await self._at("DATA", envelope)
        if answer.startswith("250"):
            self.messages.append(email.message_from_bytes(envelope.content, policy=default))
            await self._at("taken", envelope)
            if "answered" in self.during:
                # The answer is written when this function has returned, before the loop does anything else.
                asyncio.get_running_loop().call_soon(self.during["answered"], envelope)
        return answer

"""Sends what is due, so that no mail is lost and hardly one is doubled, whenever the sender is killed.

A mail is marked as sent after the server has taken it. On PostgreSQL its row is locked meanwhile, and a connection that
goes takes its locks with it; other senders skip the row. SQLite has no such locks, and a transaction while a server
is waited for would stop all that write; there one process sends at a time, by a lock on a file that the kernel gives
back when the process ends, however it ends.

So a mail goes out twice only when the sender or one of its connections ends after the server has taken the mail and
before the row says so. SMTP cannot tell the two apart (RFC 5321, 4.5.3.2.6), but both have the same Message-ID.
"""

import fcntl
import logging
import smtplib
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from email.utils import format_datetime
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.utils import timezone

from .enums import State
from .models import Mail

logger = logging.getLogger(__name__)

# How long to wait after each attempt that failed for now. Short at first: a server that does not know us may refuse the
# first attempt to see whether we come back, and a code to sign in with is waited for. Then ever longer, for nearly five
# days in all: RFC 5321 (4.5.4.1) asks for four to five at least.
DELAYS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440, 1440)]
# Receiver and subject of a mail that is sent or dead stay so long, for whoever asks what became of a mail. What it said
# goes at once when it is sent, for it may be a link or a code that lets somebody in.
KEPT = timedelta(days=30)
ERROR_LENGTH = 500  # characters of what a server says

CLOSING = 421  # a server's answer when it closes the connection


@dataclass
class Round:
    """What became of the mails of a round, in numbers; ``stopped`` says why it ended before all were tried."""

    sent: int = 0
    put_off: int = 0
    dead: int = 0
    stopped: str = ""


class Failure(NamedTuple):
    words: str
    is_final: bool
    breaks_off: bool  # the connection is of no use any more


def send_due(is_ending=lambda: False) -> Round:
    """Send what is due now, each mail once, over one connection, and return what became of it.

    Asks ``is_ending`` before each mail and stops when it says so. A mail that fails is put off or becomes a dead letter
    and stops no other; a server that cannot be reached, or breaks off over two mails running, stops the round.
    """
    done, begun, server, breaks = Round(), timezone.now(), get_connection(), 0
    with _only_sender() as alone:
        while alone and not done.stopped and not is_ending():
            with _next_due(begun) as mail:
                if mail is None:
                    break
                try:
                    server.open()
                except OSError as error:  # all that smtplib and ssl raise are of this kind
                    done.stopped = _failure(error).words
                    break
                failure = _attempt(server, mail)
                _write_down(mail, failure, done)
            if failure and failure.breaks_off:
                _close(server)
                breaks += 1
                done.stopped = failure.words if breaks > 1 else ""
            else:
                breaks = 0
        _close(server)
    return done


def forget_old() -> int:
    """Empty the mails that ended longer than ``KEPT`` ago of all but key, kind and times; return how many."""
    ended = Mail.objects.filter(ended_at__lt=timezone.now() - KEPT).exclude(to="")
    return ended.update(to="", subject="", text="", html="", stop_url="", error="")


# --- Whose turn it is -----------------------------------------------------------------------------------------


def _locks_rows():
    return connection.features.has_select_for_update_skip_locked


@contextmanager
def _only_sender():
    """Yield whether this process may send; where rows cannot be locked, one at a time."""
    if _locks_rows():
        yield True
        return
    with open(f"{connection.settings_dict['NAME']}.sender", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            alone = True
        except BlockingIOError:
            alone = False
        yield alone


@contextmanager
def _next_due(begun):
    """Yield the mail to send next, or None; where rows can be locked it is nobody else's meanwhile."""
    due = Mail.objects.due(begun)
    if _locks_rows():
        with transaction.atomic():
            yield due.select_for_update(skip_locked=True).first()
    else:
        yield due.first()


# --- One mail -------------------------------------------------------------------------------------------------


def _attempt(server, mail) -> Failure | None:
    try:
        server.send_messages([_message(mail)])
    except Exception as error:  # whatever one mail is like, the next one is sent
        failure = _failure(error)
        logger.warning("Mail %s was not taken: %s", mail.message_id, failure.words)
        return failure
    return None


def _message(mail):
    stopping = {}
    if mail.stop_url:  # RFC 8058: the button of the mail program sends one POST, with this in it
        stopping = {"List-Unsubscribe": f"<{mail.stop_url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        to=[mail.to],
        reply_to=[settings.CONTACT_EMAIL] if settings.CONTACT_EMAIL else None,
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.put_at),
            "Auto-Submitted": "auto-generated",  # RFC 3834: no "I am on holiday" comes back
            **stopping,
        },
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def _failure(error) -> Failure:
    """Return what the server answered, or what came in place of an answer."""
    code = None
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        [(code, words)] = error.recipients.values()
    elif isinstance(error, smtplib.SMTPResponseException):
        code, words = error.smtp_code, error.smtp_error
    else:
        words = f"{type(error).__name__}: {error}"
    words = words.decode(errors="replace") if isinstance(words, bytes) else words
    if isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
        is_final, breaks_off = code >= 500, code == CLOSING
    elif isinstance(error, smtplib.SMTPSenderRefused):
        # That we may not send is for us to put right, and the mail can wait for it.
        is_final, breaks_off = False, code == CLOSING
    else:
        # All other trouble with servers is no matter of this mail; what is no trouble with servers is.
        breaks_off = isinstance(error, OSError)
        is_final = not breaks_off
    return Failure(f"{code} {words}"[:ERROR_LENGTH] if code else words[:ERROR_LENGTH], is_final, breaks_off)


def _write_down(mail, failure, done):
    now, attempts = timezone.now(), mail.attempts + 1
    if not failure:
        done.sent += 1
        changes = {
            "state": State.SENT,
            "due_at": None,
            "ended_at": now,
            "text": "",
            "html": "",
            "stop_url": "",
            "error": "",
        }
    elif failure.is_final or attempts > len(DELAYS):
        done.dead += 1
        changes = {"state": State.DEAD, "due_at": None, "ended_at": now, "attempts": attempts, "error": failure.words}
    else:
        done.put_off += 1
        changes = {"due_at": now + DELAYS[mail.attempts], "attempts": attempts, "error": failure.words}
    Mail.objects.filter(pk=mail.pk).update(**changes)


def _close(server):
    with suppress(OSError):  # what had to be said has been said
        server.close()

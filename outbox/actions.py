"""What is done with mails: put into the outbox, dead ones tried again. ``outbox.sending`` does the rest."""

import logging
import re
import secrets
from collections.abc import Iterable
from email.utils import make_msgid, parseaddr
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from .enums import State
from .models import Mail
from .rendering import render

logger = logging.getLogger(__name__)

# Mails written in one statement.
AT_A_TIME = 500
KEY_LENGTH = Mail._meta.get_field("key").max_length
# What a mark ends with: nothing that somebody could have written into a title.
_MARK = secrets.token_hex(8)
_OWN = re.compile(r"[A-Za-z0-9_-]+")


def put_mail(*, key: str, to: str, template: str, context: dict, language: str) -> bool:
    """Put a mail into the outbox, in the transaction that is open; return whether it is new.

    The mail is rendered now, in ``language`` ("sv" or "en"); how a template is written stands in ``outbox.rendering``.
    ``key`` says what the mail tells and to whom, by numbers and not by names or addresses, for it is kept for ever:
    ``f"returned:{transition.pk}:{user.pk}"``. The same key again writes nothing and returns False, also when another
    transaction wrote it just now. Raises ValidationError when ``to`` is no address, the key is too long or
    empty, or the template gives no subject.
    """
    rendered = render(template, context, language)
    mail = Mail(key=key, to=to, template=template, message_id=make_msgid(domain=_domain()), **rendered._asdict())
    mail.clean_fields()
    # ON CONFLICT DO NOTHING: a key that is there does not break the caller's transaction. Whether the row was written
    # it does not tell; if so, it has our Message-ID.
    Mail.objects.bulk_create([mail], ignore_conflicts=True)
    return Mail.objects.filter(key=key, message_id=mail.message_id).exists()


class Letter(NamedTuple):
    """One of many mails that say the same: its ``key`` as for ``put_mail()``, its receiver, what is its own.

    ``own`` are the values that take the places of the marks in the common mail, by the name of the mark: letters,
    figures, hyphens and underscores alone, so that they can be nothing but a part of an address.
    """

    key: str
    to: str
    own: dict[str, str]


def mark(name: str) -> str:
    """Return what stands in a context (in an address, say) where each mail of ``put_mails()`` has its own value."""
    return f"{name}{_MARK}"


def put_mails(letters: Iterable[Letter], *, template: str, context: dict, language: str, stop_url: str = "") -> int:
    """Put many mails into the outbox that differ in nothing but their receivers and their own values for the marks.

    As ``put_mail()`` for each, but rendered once, which is what takes the time. ``stop_url`` is where a mail program
    stops such mails with one POST; it may hold marks too. In the transaction that is open: all of them or none. Returns
    how many had not been put before. One whose receiver cannot be is logged and left out: it stops none of the others.
    Raises ValidationError when one of the keys or values cannot be.
    """
    letters = [letter for letter in letters if _has_receiver(letter)]
    there = set(Mail.objects.filter(key__in=[letter.key for letter in letters]).values_list("key", flat=True))
    letters = [letter for letter in letters if letter.key not in there]
    if not letters:
        return 0
    for letter in letters:
        if not 0 < len(letter.key) <= KEY_LENGTH or not all(map(_OWN.fullmatch, letter.own.values())):
            raise ValidationError(f"{letter.key}: {letter.own}")
    common = render(template, context, language)
    whole = Mail(key="-", to="x@example.org", template=template, message_id="-", **common._asdict())
    whole.clean_fields()
    whole.stop_url = stop_url
    for start in range(0, len(letters), AT_A_TIME):
        _write_filled_in(whole, letters[start : start + AT_A_TIME])
    return len(letters)


def _has_receiver(letter: Letter) -> bool:
    try:
        Mail._meta.get_field("to").clean(letter.to, None)
    except ValidationError:
        logger.warning("No mail %s: its receiver has no address that mail can be sent to.", letter.key)
        return False
    return True


def _write_filled_in(whole: Mail, letters: list[Letter]) -> None:
    """Write a mail as ``whole`` for each of ``letters``; the database puts their own values in the places of the marks.

    By hand, for a portal's many followers: the ORM would write the same words anew into thousands of rows and take
    three times as long.
    """
    marks, domain = sorted(letters[0].own), _domain()
    rows = [(one.key, make_msgid(domain=domain), one.to, *(one.own[name] for name in marks)) for one in letters]
    values, params = [], []
    for field in Mail._meta.concrete_fields[1:]:
        given = field.get_db_prep_save(getattr(whole, field.attname), connection)
        if field.name in ("key", "message_id", "to"):
            values.append(f"column{['key', 'message_id', 'to'].index(field.name) + 1}")
        elif field.name in ("text", "html", "stop_url"):
            filled = "%s"
            for number in range(len(marks)):
                filled = f"replace({filled}, %s, column{number + 4})"
            values.append(filled)
            params += [given, *map(mark, marks)]
        else:
            values.append("%s")
            params.append(given)
    columns = ", ".join(connection.ops.quote_name(field.column) for field in Mail._meta.concrete_fields[1:])
    places = ", ".join([f"({', '.join(['%s'] * len(rows[0]))})"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {connection.ops.quote_name(Mail._meta.db_table)} ({columns}) SELECT {', '.join(values)} "  # noqa: S608 (names of columns)
            f"FROM (VALUES {places}) AS letters WHERE true ON CONFLICT DO NOTHING",
            [*params, *(value for row in rows for value in row)],
        )


def _domain() -> str:
    """The sender's own domain, for the Message-IDs, so that no receiver's filter wonders."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def take_back(beginning: str) -> int:
    """Delete the mails whose keys have this ``beginning`` and that wait; return how many. What is being sent is sent.

    In the transaction that is open, which is to see to it that none of them is put again.
    """
    waiting = Mail.objects.filter(state=State.QUEUED, key__startswith=beginning)
    pks = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True))
    return Mail.objects.filter(pk__in=pks).delete()[0]


def try_again(mails) -> int:
    """Queue the dead letters of the query set ``mails`` anew, with all their attempts; return how many that are.

    One that has been emptied since cannot be sent and is left out.
    """
    return mails.dead().update(state=State.QUEUED, due_at=timezone.now(), ended_at=None, attempts=0)

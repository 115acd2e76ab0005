"""What is done with mails: one is put into the outbox, dead ones are tried again. ``outbox.sending`` does the rest."""

from email.utils import make_msgid, parseaddr

from django.conf import settings
from django.utils import timezone

from .enums import State
from .models import Mail
from .rendering import render


def put_mail(*, key: str, to: str, template: str, context: dict, language: str) -> bool:
    """Put a mail into the outbox, in the transaction that is open; return whether it is new.

    The mail is rendered now, in ``language`` ("sv" or "en"); how a template is written stands in ``outbox.rendering``.
    ``key`` says what the mail tells and to whom, by numbers and not by names or addresses, for it is kept for ever:
    ``f"returned:{transition.pk}:{user.pk}"``. The same key again writes nothing and returns False, also when another
    transaction wrote it just now. Raises ValidationError when ``to`` is no address, the key is too long or
    empty, or the template gives no subject.
    """
    rendered = render(template, context, language)
    # The sender's own domain, so that no receiver's filter wonders.
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mail = Mail(key=key, to=to, template=template, message_id=make_msgid(domain=domain), **rendered._asdict())
    mail.clean_fields()
    # ON CONFLICT DO NOTHING: a key that is there does not break the caller's transaction. Whether the row was written
    # it does not tell; if so, it has our Message-ID.
    Mail.objects.bulk_create([mail], ignore_conflicts=True)
    return Mail.objects.filter(key=key, message_id=mail.message_id).exists()


def try_again(mails) -> int:
    """Queue the dead letters of the query set ``mails`` anew, with all their attempts; return how many that are.

    One that has been emptied since cannot be sent and is left out.
    """
    return mails.dead().update(state=State.QUEUED, due_at=timezone.now(), ended_at=None, attempts=0)

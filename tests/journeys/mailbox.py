"""The mails that somebody gets, as the outbox holds them before they are sent."""

import re

from tests.accounts.steps import newest_mail


def link_in_mail(to: str, subject: str) -> str:
    """Return the path of the link in the newest mail to ``to``, the subject of which says ``subject``."""
    mail = newest_mail(to)
    assert subject in mail.subject, mail.subject
    return re.search(r"https://[^/\s]+(/\S+)", mail.text)[1]

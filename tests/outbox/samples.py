"""A context for each mail of the portal, by its template: what the mail is rendered with when all mails are looked at.

A function, for a context may need records. Write ``HOSTILE`` where people write: titles, names, comments.
"""

from django.utils import timezone

from tests.accounts import allauth_walk
from tests.members.samples import about_members

HOSTILE = 'Å & <b onclick="x">Ö</b>'

# All that any mail about an account is given: allauth gives each of them a part of it.
ACCOUNT = {
    "code": "ABCD-EFGH",
    "from_email": "gammal@example.org",
    "to_email": "ny@example.org",
    "deleted_email": "gammal@example.org",
    "timestamp": timezone.now(),
    "ip": "192.0.2.1",
    "provider": {"name": HOSTILE},
}

SAMPLES = {f"mail/accounts/{name}.html": lambda: ACCOUNT for name in {*allauth_walk.mails(), "code", "notice"}}
SAMPLES |= about_members(HOSTILE)

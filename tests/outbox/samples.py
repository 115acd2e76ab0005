"""A context for each mail of the portal, by its template: what the mail is rendered with when all mails are looked at.

A function, for a context may need records. Write ``HOSTILE`` where people write: titles, names, comments.
"""

from django.utils import timezone

from tests.accounts import allauth_walk
from tests.factories import CorrectionFactory, ProjectFactory, TransitionFactory, UserFactory
from tests.following.samples import about_following
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
SAMPLES |= about_members(HOSTILE) | about_following(HOSTILE)


def _of_a_change(**fields):
    record = ProjectFactory(title=HOSTILE, **fields)
    change = TransitionFactory(record=record, comment=HOSTILE, by=UserFactory(name=HOSTILE))
    return {"change": change, "record": record, "address": "/mitt/"}


SAMPLES |= {
    f"mail/publishing/{name}.html": _of_a_change
    for name in ("archived", "published", "returned", "sent", "taken_back", "to_review")
}
SAMPLES |= {
    "mail/publishing/correction_decided.html": lambda: {
        "correction": CorrectionFactory(answer=HOSTILE),
        "record": ProjectFactory(title=HOSTILE),
        "address": "/projekt/",
    },
    "mail/publishing/write_along.html": lambda: {
        "record": ProjectFactory(title=HOSTILE),
        "by": UserFactory(name=HOSTILE),
        "token": "abc",
        "days": 14,
    },
}

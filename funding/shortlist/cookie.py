"""The shortlist of a reader without an account: a signed cookie with the keys of calls, and nothing of who reads."""

import datetime

from django.conf import settings
from django.core import signing

COOKIE = "urval"
# How long it is kept after the last change; the privacy page says so.
KEPT = datetime.timedelta(days=90)
SALT = "funding.shortlist"


def read(request) -> list[int]:
    """Return the keys of the calls in the cookie; none when there is no cookie, or it is too old or not ours."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return []


def write(response, keys: list[int]) -> None:
    """Let the browser keep ``keys``; without any, nothing."""
    if not keys:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        signing.dumps(keys, salt=SALT),
        max_age=KEPT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )

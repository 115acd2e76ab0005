"""Pages that have not changed since the reader got them are not made again: 304 instead (docs/adr/0010)."""

import hashlib
from functools import cache
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import MiddlewareNotUsed
from django.db import Error as DatabaseProblem
from django.http import HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.translation import get_language

from funding.shortlist.cookie import COOKIE as SHORTLIST_COOKIE
from funding.turns import last_turn
from search import changes

# What a page says depends on these of what the browser sends, besides the address; a cookie means an account.
VARIES_WITH = ["HX-Request", "HX-History-Restore-Request"]
# Pages that show a shortlist are the reader's own as well.
PRIVATE_COOKIES = {settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name, SHORTLIST_COOKIE}


@cache
def release() -> str:
    """Return a fingerprint of what makes the pages besides the content: code, templates, translations, static files."""
    root, digest = settings.BASE_DIR, hashlib.blake2b(digest_size=16)
    apps_of_the_house = [c.path for c in apps.get_app_configs() if Path(c.path).parent == root]
    folders = [*apps_of_the_house, root / "templates", root / "static", root / "locale"]
    made_of = {".py", ".html", ".mo", ".css", ".js", ".svg"}
    files = [file for folder in folders for file in Path(folder).rglob("*") if file.suffix in made_of]
    for file in sorted([*files, root / "requirements.txt"]):
        digest.update(f"{file.relative_to(root)} {file.stat().st_size}\n".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


class UnchangedPages:
    """Middleware: gives the pages that anyone may see an ETag, and answers 304 to who has the page as it still is.

    The ETag is known before the page is made: it stands for the version of the content, the last turn of a call's state
    (at midnight the latest: other things depend on the day as well), the release, and what was asked for. It is read
    before the page, so a change in between can only make it too old, never too new. After the languages and before what
    asks who the reader is, see settings.
    """

    def __init__(self, get_response):
        if settings.DEBUG:  # templates change under a running server
            raise MiddlewareNotUsed
        self.get_response, self.release = get_response, release()

    def __call__(self, request):
        tag = self.tag(request)
        if tag and tag in parse_etags(request.headers.get("If-None-Match", "")):
            response = HttpResponseNotModified()
        else:
            response = self.get_response(request)
            # An error, a redirect, what sets a cookie, or what says itself how long it holds (the health check).
            if not tag or response.status_code != 200 or response.cookies or response.has_header("Cache-Control"):
                return response
        response["ETag"] = tag
        patch_cache_control(response, no_cache=True)  # may be kept, must be asked for
        patch_vary_headers(response, [*VARIES_WITH, "Cookie", "Accept-Encoding"])
        return response

    def tag(self, request) -> str:
        """Return the ETag of what this request asks for; "" when there is none to give."""
        if request.method not in ("GET", "HEAD") or PRIVATE_COOKIES & request.COOKIES.keys():
            return ""
        try:
            version = changes.current(request)
            turn = version and last_turn(version)
        except DatabaseProblem:  # whether that is an error is for the page to say
            return ""
        if not version:
            return ""
        asked = (request.build_absolute_uri(), get_language(), *(request.headers.get(name) for name in VARIES_WITH))
        said = (settings.RESPONSIBLE, settings.CONTACT_EMAIL)  # on pages, and changed by a restart alone
        made_from = repr((version, self.release, said, turn, asked))
        key = settings.SECRET_KEY.encode()[:64]  # so that nobody can guess one that was never given
        return f'W/"{hashlib.blake2b(made_from.encode(), key=key, digest_size=16).hexdigest()}"'

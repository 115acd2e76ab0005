"""What django-allauth may show, say and mail, read from its own code: nothing of it may be forgotten.

Allauth names its templates by strings that no file of the portal holds.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.urls import URLPattern, get_resolver

# What the portal does not offer, so that its texts are never shown: telephones, links instead of codes.
NOT_OFFERED = re.compile(r"phone|password_reset_key$")
# Two views are functions, so nothing tells what they show.
OF_FUNCTIONS = {
    "account_email_verification_sent": "account/confirm_email_verification_code.html",
    "openid_connect_login": "socialaccount/login.html",
}


@cache
def sources() -> str:
    """The code of those parts of allauth that the portal uses."""
    root = Path(find_spec("allauth").origin).parent
    parts = ("account", "mfa", "usersessions", "socialaccount")
    files = [file for part in parts for file in sorted((root / part).rglob("*.py")) if "providers" not in file.parts]
    return "\n".join(file.read_text() for file in files)


def mails() -> set[str]:
    """The last parts of the names of all mails that can be sent."""
    names = re.findall(r'"(?:account|mfa|socialaccount)/email/(\w+)"', sources())
    return {name for name in names if not NOT_OFFERED.search(name)}


def messages() -> set[str]:
    """The templates of all messages that can be shown after something was done."""
    names = re.findall(r'"(\w+/messages/\w+\.txt)"', sources())
    return {name for name in names if not NOT_OFFERED.search(name)}


def views(resolver=None):
    """Yield (name, view) of every address of an account; those of organisations are in tests/members/."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            module = entry.callback.__module__
            if module == "accounts.views" or module.startswith("allauth."):
                yield entry.name, entry.callback
        else:
            yield from views(entry)


def pages() -> set[str]:
    """The templates of allauth's views that have an address here."""
    shown = {getattr(getattr(view, "view_class", None), "template_name", None) for _name, view in views()}
    return {name for name in shown if name} | {OF_FUNCTIONS[name] for name, _view in views() if name in OF_FUNCTIONS}

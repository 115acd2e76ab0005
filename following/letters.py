"""The mails about what is followed: their words, their addresses, and what is each receiver's own in them."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext as _, ngettext, override

from outbox.actions import mark
from outbox.rendering import absolute_url
from publishing.templatetags.content import called
from search import registry
from sources.differences import label_of

from .closings import Closing
from .enums import Kind
from .news import Change
from .subjects import name_of

# What each receiver has of their own: the key of the addresses, and what is stopped by them.
KEY, WHICH = "key", "which"
# What stops all, whatever it is.
ALL = "all"
# What the keys of a follower's mails begin with, in the outbox.
NEWS, REMINDER = "following:news", "following:reminder"
# The address to stop by holds so many keys of subscriptions; Mail.stop_url has an end.
MOST_CAUSES = 15
# More than so many are counted and not listed.
MOST_ITEMS = 30


class Item(NamedTuple):
    """What is told of one record; ``search`` is the name of the saved search that it is a hit of."""

    document: int
    changes: tuple[Change, ...]
    search: str
    is_direct: bool


def news_mail(items, records: dict, story, *, language: str) -> dict:
    """Return template, context and address to stop by of a mail with these ``items``, as put_mails() takes them."""
    with override(language):
        entries = [_entry(item, records.get(item.document), story) for item in items[:MOST_ITEMS]]
        context = {
            "subject": _subject(items, entries),
            "entries": entries,
            "more": max(0, len(items) - MOST_ITEMS),
            **_ways_out(),
        }
        return {"template": "mail/following/news.html", "context": context, "stop_url": _stop_url(language)}


def reminder_mail(record, closing: Closing, days: int, *, language: str) -> dict:
    """Return the same of a mail that reminds of the last day of a call, ``days`` from today."""
    with override(language):
        left = ngettext("%(number)s day left", "%(number)s days left", days) % {"number": days}
        context = {
            "title": called(record),
            "day": str(closing),
            "left": left if days else _("today is the last day"),
            "url": absolute_url(record.get_absolute_url(), language=language),
            "dismiss_url": _dismiss_url(registry.kind_of(type(record)).document_id(record.pk), language),
            **_ways_out(),
        }
        return {"template": "mail/following/reminder.html", "context": context, "stop_url": _stop_url(language)}


def which_of(causes: list[int], *, otherwise: str) -> str:
    """Return what the address to stop by names: the subscriptions a mail comes from, or ``otherwise`` if too many."""
    return "-".join(map(str, causes)) if len(causes) <= MOST_CAUSES else otherwise


def _ways_out() -> dict:
    return {
        "stop_path": reverse("following:stop", args=[mark(KEY), mark(WHICH)]),
        "manage_path": reverse("following:manage", args=[mark(KEY)]),
    }


def _stop_url(language):
    return absolute_url("following:stop", mark(KEY), mark(WHICH), language=language)


def _dismiss_url(document, language):
    return absolute_url("following:dismiss", mark(KEY), document, language=language)


def _entry(item, record, story) -> dict:
    facts = story.now(item.document) if item.document in story.changed else {}
    language = get_language()
    model = registry.kind_of_document(item.document).model
    lines = [sentence(change, model, item.search) for change in item.changes]
    return {
        "title": called(record) if record else name_of(facts),
        "lines": lines,
        "url": absolute_url(record.get_absolute_url(), language=language) if record else "",
        "dismiss_url": "" if item.is_direct or not record else _dismiss_url(item.document, language),
    }


def _subject(items, entries) -> str:
    if len(items) > 1:
        return _("News of what you follow: %(number)s pages") % {"number": len(items)}
    return SUBJECTS[items[0].changes[0].kind]() % {"title": entries[0]["title"]}


SUBJECTS = {
    Kind.NEW: lambda: _("New: %(title)s"),
    Kind.REOPENED: lambda: _("Takes applications again: %(title)s"),
    Kind.OPENED: lambda: _("Open now: %(title)s"),
    Kind.DEADLINE: lambda: _("Last day moved: %(title)s"),
    Kind.DATES: lambda: _("New dates: %(title)s"),
    Kind.CHANGED: lambda: _("Changed: %(title)s"),
    Kind.WITHDRAWN: lambda: _("No longer published: %(title)s"),
}


def sentence(change: Change, model, search: str = "") -> str:
    """Return what a change says, in the active language."""
    kind, after = change.kind, str(change.after or "")
    if kind == Kind.DEADLINE:
        return _deadline(change, str(change.before or ""), after)
    if kind == Kind.CHANGED:
        labels = [capfirst(str(label_of(model, name))) for name in change.more.split(",")]
        return _("Changed: %(fields)s.") % {"fields": ", ".join(labels)}
    if kind == Kind.NEW:
        what = capfirst(str(model._meta.verbose_name))
        said = _("New hit of your search “%(name)s”: %(kind)s.") if search else _("New on the portal: %(kind)s.")
        said = said % {"name": search, "kind": what.lower()}
    else:
        said = {
            Kind.REOPENED: _("The call takes applications again or will do so."),
            Kind.OPENED: _("The call is open for applications now."),
            Kind.DATES: _("The dates of the call have changed."),
            Kind.WITHDRAWN: _("The page is no longer published."),
        }[kind]
    last_day = _("Last day: %(day)s.") % {"day": after}
    return f"{said} {last_day}" if after else said


def _deadline(change, before, after):
    if before and after:
        said = _("The last day to apply has been moved from %(before)s to %(after)s.")
    elif after:
        said = _("A last day to apply has come: %(after)s.")
    else:
        said = _("The last day %(before)s no longer holds.")
    said = said % {"before": before, "after": after}
    return f"{said} ({change.more})" if change.more else said

"""What the mails about following are rendered with when all mails are looked at."""

from following.closings import Closing
from following.enums import Kind
from following.letters import Item, news_mail, reminder_mail
from following.news import Change, Story
from following.subjects import subject_at
from tests.factories import CallFactory

APRIL, MAY = (Closing(day, "day", "", "Europe/Stockholm") for day in ("2027-04-30", "2027-05-14"))
CHANGES = [
    (Change(Kind.NEW, after=MAY),),
    (Change(Kind.REOPENED, after=MAY), Change(Kind.DEADLINE, APRIL, MAY, "Steg 1")),
    (Change(Kind.OPENED), Change(Kind.DEADLINE, APRIL), Change(Kind.DEADLINE, None, MAY)),
    (Change(Kind.DATES), Change(Kind.CHANGED, more="summary,website")),
    (Change(Kind.WITHDRAWN),),
]


def about_following(hostile: str) -> dict:
    """Return a function for each mail that gives its context, with ``hostile`` where people write."""

    def news():
        items, records = [], {}
        for changes in CHANGES * 7:
            call = CallFactory(title=hostile)
            document = subject_at(call.get_absolute_url()).document
            records[document] = call
            items.append(Item(document, changes, hostile, False))
        return news_mail(items, records, Story(0, 0), language="sv")["context"]

    return {
        "mail/following/news.html": news,
        "mail/following/reminder.html": lambda: reminder_mail(CallFactory(title=hostile), MAY, 7, language="sv")[
            "context"
        ],
        "mail/following/confirm.html": lambda: {"what": hostile, "days": 3, "token": "abc:def"},
        "mail/following/already.html": lambda: {"what": hostile, "days": 3, "key": "abc"},
    }

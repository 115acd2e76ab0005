"""A list as an Atom feed (RFC 4287): of all hits those that changed last, the latest first."""

import datetime

from django.http import HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from .cells import plain
from .taken import Taken, changed_at, disposition, tag_of

MEDIA_TYPE = "application/atom+xml"
# Who reads a feed looks once a day or once a week; more than so many changes no list has in that time.
AT_MOST = 50


class Feed(Atom1Feed):
    """Atom as Django writes it; a feed with nothing in it was changed when the day began, not just now."""

    def latest_post_date(self):
        if self.items:
            return super().latest_post_date()
        return timezone.make_aware(datetime.datetime.combine(timezone.localdate(), datetime.time()))


def response(taken: Taken) -> HttpResponse:
    told = _("The %(number)d entries that were changed last.") % {"number": AT_MOST}
    feed = Feed(
        title=plain(taken.title),
        link=taken.address,
        description=None,
        subtitle=" ".join([told, *(f"{choice}." for choice in map(plain, taken.choices))]),
        language=taken.language,
        author_name="Integrationsportalen",
        feed_url=taken.address_as("atom"),
    )
    for record in taken.contents.changed_last(AT_MOST):
        feed.add_item(
            title=plain(taken.contents.title_of(record)),
            link=taken.absolute(record.get_absolute_url()),
            description=escape(plain(taken.contents.summary_of(record))),  # Django says that it is HTML
            unique_id=tag_of(record),
            updateddate=changed_at(record),
            pubdate=getattr(record, "published_at", None),
        )
    answer = HttpResponse(feed.writeString("utf-8"), content_type=f"{MEDIA_TYPE}; charset=utf-8")
    answer["Content-Disposition"] = disposition(taken.request, "xml", attachment=False)
    return answer

"""All that somebody follows, and the buttons beside it: the same by the key of a mail and in the account."""

from django.utils.translation import gettext as _

from search import registry

from . import actions
from .enums import Rhythm
from .forms import LanguageForm, RhythmForm
from .models import Dismissal, Edition, Subscription
from .subjects import address_of_list, label_of, list_title, name_of, records_of


def overview_of(followers) -> dict:
    """Return what ``followers`` (one person's) follow and have put away, each with its title and address."""
    subscriptions = list(
        Subscription.objects.confirmed().filter(follower__in=followers).select_related("follower").order_by("-pk")
    )
    dismissals = list(Dismissal.objects.filter(follower__in=followers).order_by("-pk"))
    documents = {one.document for one in [*subscriptions, *dismissals] if one.document}
    records = records_of(documents)
    # Of what is no longer published, the title that it had when it was.
    gone = Edition.objects.filter(document__in=documents - records.keys()).order_by("pk")
    titles = {edition.document: name_of(edition.facts) for edition in gone}
    for one in [*subscriptions, *dismissals]:
        record = records.get(one.document)
        one.url = record.get_absolute_url() if record else ""
        one.label = label_of(record) if record else titles.get(one.document, "")
    for one in subscriptions:
        if one.list:
            one.label, one.url = one.name, address_of_list(one.list, one.query)
            one.kind = _("Search in %(list)s") % {"list": list_title(one.list)}
        else:
            one.kind = registry.kind_of_document(one.document).model._meta.verbose_name
    return {"subscriptions": subscriptions, "dismissals": dismissals, "rhythms": Rhythm.choices}


def act_on(request, followers) -> None:
    """Do what the pressed button says with what ``followers`` follow, and nothing with anything else."""
    given, own = request.POST, Subscription.objects.confirmed().filter(follower__in=followers)
    if "stop" in given:
        actions.stop(followers, which=given["stop"])
    elif "change" in given:
        form = RhythmForm(given)
        subscription = own.select_related("follower").filter(pk=_number(given["change"])).first()
        if subscription and form.is_valid():
            actions.change_rhythm(subscription, **form.cleaned_data)
    elif "back" in given:
        actions.take_back_dismissal(followers, document=_number(given["back"]))
    elif "language" in given:
        form = LanguageForm(given)
        for follower in followers:
            if form.is_valid() and not follower.user:
                actions.speak(follower, **form.cleaned_data)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else 0

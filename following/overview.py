"""All that somebody follows, and the buttons beside it: the same by the key of a mail and in the account."""

from itertools import islice

from search import registry

from . import actions
from .enums import Rhythm
from .forms import LanguageForm, RhythmForm
from .models import Dismissal, Edition, Subscription
from .subjects import LARGEST, address_of_list, kind_of_search, label_of, name_of, records_of

# Of the hits of a search so many can be put away here, the newest records first; older ones by the link in their mail.
NEWEST = 10


def overview_of(followers) -> dict:
    """Return what ``followers`` (one person's) follow and have put away, each with its title and address."""
    subscriptions = list(
        Subscription.objects.confirmed().filter(follower__in=followers).select_related("follower").order_by("-pk")
    )
    dismissals = list(Dismissal.objects.filter(follower__in=followers).order_by("-pk"))
    put_away = {(one.follower_id, one.document) for one in dismissals}
    for one in subscriptions:
        told = (document for document in reversed(one.hits) if (one.follower_id, document) not in put_away)
        one.newest = list(islice(told, NEWEST))
    documents = {one.document for one in [*subscriptions, *dismissals] if one.document}
    records = records_of(documents.union(*(one.newest for one in subscriptions)))
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
            one.kind = kind_of_search(one.list)
            one.to_put_away = [(document, records[document]) for document in one.newest if document in records]
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
    elif "dismiss" in given:
        key, _dash, document = given["dismiss"].partition("-")
        subscription = own.select_related("follower").filter(pk=_number(key)).first()
        if subscription and _number(document) in subscription.hits:
            actions.dismiss(subscription.follower, document=_number(document))
    elif "back" in given:
        actions.take_back_dismissal(followers, document=_number(given["back"]))
    elif "language" in given:
        form = LanguageForm(given)
        for follower in followers:
            if form.is_valid() and not follower.user:
                actions.speak(follower, **form.cleaned_data)


def _number(text: str) -> int:
    number = int(text) if text.isdecimal() and text.isascii() and len(text) < 19 else 0
    return number if number < LARGEST else 0

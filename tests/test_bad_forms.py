"""Whatever is typed into any form, or sent as if it had been, the answer is a page or a clear refusal, never an error.

The forms are read from the pages, as a browser without script would, and sent with what people, robots and attackers
write. What each field says of it is in the tests of that form.
"""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver

from following import actions
from following.subjects import subject_at
from tests.factories import (
    PASSWORD,
    AttachmentFactory,
    CorrectionFactory,
    EventFactory,
    InvitationFactory,
    JoinRequestFactory,
    OrganisationMemberFactory,
    OrganisationRequestFactory,
    ParticipationFactory,
    ProgrammeItemFactory,
    ProjectFactory,
    ProjectFundingFactory,
    SubscriptionFactory,
    UserFactory,
)
from tests.reading import parse
from tests.registering.filling import STEPS, signed_in

pytestmark = pytest.mark.django_db

# Each is sent in all the fields of a form at once; None is a form without any.
NASTY = ["\x00", "x" * 10_000, "9" * 400, "-1e999", "[" * 20_000, "\u202e\U0010ffff", "0001-01-01", ["", "två"], None]
LEFT_ALONE = ("_FORMS", "token", "key")  # without which nothing else is read


def forms_on(client, path):
    """What a browser would send from each form of the page that is sent by POST: (address, fields)."""
    response = client.get(path)
    assert response.status_code == 200, path
    for form in parse(response.content).all("form", method="post"):
        fields = {}
        templates = {id(inner) for template in form.all("template") for inner in template.inside}
        for field in form.inside:
            name = field.attrs.get("name")
            if not name or id(field) in templates or name == "csrfmiddlewaretoken":
                continue
            if field.tag == "textarea":
                fields[name] = "".join(field.children)
            elif field.tag == "select":
                chosen = [option for option in field.all("option") if "selected" in option.attrs]
                fields[name] = chosen[0].attrs["value"] if chosen else ""
            else:
                fields[name] = field.attrs.get("value", "")
        yield form.attrs.get("action") or path, fields


@pytest.fixture
def pages():
    """Pages with forms, by whoever is on them."""
    cache.clear()
    lead = OrganisationMemberFactory(responsible=True)
    organisation, writer, editor = lead.organisation, lead.user, UserFactory(admin=True)
    at = f"/konto/organisationer/{organisation.slug}/"
    member = OrganisationMemberFactory(organisation=organisation)
    JoinRequestFactory(organisation=organisation), InvitationFactory(organisation=organisation)
    actions.follow(subject_at("/projekt/"), user=writer, rhythm="daily")
    project = ProjectFactory(draft=True, owner=writer, summary="Kort.")
    ParticipationFactory(project=project), ProjectFundingFactory(project=project)
    file = AttachmentFactory(record=project)
    event = EventFactory(draft=True, owner=writer)
    ProgrammeItemFactory(event=event)
    waiting, correction = OrganisationRequestFactory(), CorrectionFactory()
    steps = [f"/mitt/{kind}/{record.pk}/{step}/" for kind, record in (("projekt", project), ("evenemang", event))
             for step in STEPS[kind]]  # fmt: skip
    visitors = ["/konto/logga-in/", "/konto/skapa-konto/", "/konto/kod/", "/konto/losenord/glomt/",
                "/rattelse/projekt/kin/?falt=summary", "/bevaka/?vad=/finansiering/utlysningar/amif-2016/",
                "/bevaka/?vad=/projekt/", f"/bevaka/{SubscriptionFactory().follower.key}/"]  # fmt: skip
    writers = [
        *["/konto/", "/konto/e-post/", "/konto/inloggningar/", "/konto/ny-organisation/", "/konto/organisationer/"],
        *[at, f"{at}bjud-in/", f"{at}medlem/{member.pk}/", "/konto/organisationer/migrationsverket/ga-med/"],
        *[
            "/mitt/bevakningar/",
            "/bevaka/?vad=/projekt/",
            "/mitt/projekt/ny/",
            "/mitt/projekt/ny/?utlysning=%00",
            "/mitt/evenemang/ny/",
            *steps,
        ],
        *[f"/mitt/projekt/{project.pk}/{page}" for page in ("", "medskribenter/", "filer/", f"filer/{file.pk}/")],
    ]
    editors = [
        f"/admin/accounts/organisationrequest/{waiting.pk}/change/",
        f"/admin/publishing/correction/{correction.pk}/change/",
        f"/admin/projects/project/{ProjectFactory(in_review=True).pk}/review/",
        f"/admin/projects/project/{project.pk}/change/",
        f"/admin/organisations/organisation/{organisation.pk}/change/",
        "/admin/accounts/joinrequest/",
    ]
    return {"visitor": (None, visitors), "writer": (writer, writers), "editor": (editor, editors)}


@pytest.mark.parametrize("who", ["visitor", "writer", "editor"])
def test_anything_in_any_form_is_a_page_or_a_refusal(pages, settings, who):
    settings.ACCOUNT_RATE_LIMITS = {}
    user, paths = pages[who]
    client = signed_in(user) if user else Client()
    client.raise_request_exception = False  # what a visitor would have got is what is looked at
    forms = [form for path in paths for form in forms_on(client, path)]
    failed = []
    for address, fields in forms:
        if "logga-ut" in address:
            continue
        for value in NASTY:
            kept = {name: old for name, old in fields.items() if name.endswith(LEFT_ALONE)}
            sent = {} if value is None else dict.fromkeys(fields, value) | kept
            if client.post(address, sent).status_code not in {200, 302, 400, 403, 404}:
                failed.append((address, value and value[:20]))
    assert failed == []


def test_link_that_nobody_was_sent_is_told_to_be_none():
    client = signed_in(UserFactory())
    for path in ("/konto/inbjudan/%00/", "/konto/inbjudan/x/", "/mitt/inbjudan/%00/", "/mitt/inbjudan/a:b:c/"):
        response = client.get(path)
        assert response.status_code == 404
        assert "gäller inte längre" in response.text


# --- Addresses of what is not there ---------------------------------------------------------------------------

KEYS = ["0", "9" * 30, "x" * 300, "a%00b"]


def closed_addresses(resolver, prefix="/"):
    """Every address below ``resolver`` that has something in it to fill in, the administration's too."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if not isinstance(entry, URLPattern):
            yield from closed_addresses(entry, route)
        elif "<" in route and "(?P" not in route:
            yield route


@pytest.mark.parametrize("key", KEYS, ids=range(len(KEYS)))
@pytest.mark.parametrize("method", ["get", "post"])
def test_key_of_nothing_in_any_address_is_told_also_to_who_has_signed_in(method, key):
    user = UserFactory(admin=True)
    client = Client(raise_request_exception=False)
    failed = []
    for route in sorted(set(closed_addresses(get_resolver()))):
        for kind in ("projekt", key) if ":kind>" in route else ("",):
            address = re.sub(r"<(?:\w+:)?(\w+)>", lambda part, kind=kind: kind if part[1] == "kind" else key, route)
            if "_auth_user_id" not in client.session:  # what was sent may have ended it
                client.force_login(user)
            response = getattr(client, method)(address, {"kind": key, "user": key})
            if response.status_code not in {200, 301, 302, 400, 403, 404, 405}:
                failed.append((address, response.status_code))
    assert failed == []


@pytest.mark.parametrize("next", ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
@pytest.mark.parametrize("path", ["/konto/logga-in/", "/konto/skapa-konto/", "/konto/logga-ut/", "/konto/kod/"])
def test_nobody_is_led_to_another_host(path, next):
    cache.clear()
    user = UserFactory()
    client = signed_in(user) if "logga-ut" in path else Client()
    page = client.get(path, {"next": next})
    assert "evil" not in page.headers.get("Location", "")
    page = client.post(
        f"{path}?next={next}", {"login": user.email, "password": PASSWORD, "email": user.email, "next": next}
    )
    assert page.status_code in {200, 302}
    assert "evil" not in page.headers.get("Location", "")
    assert "alert" not in page.headers.get("Location", "")

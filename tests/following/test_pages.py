"""Following by e-mail alone and in the account: what the pages say, to whom, and what they never tell or do."""

import re
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import personal_data
from accounts.actions import delete_account
from following import actions
from following.enums import Rhythm
from following.models import Dismissal, Follower, Subscription
from following.news import look
from following.subjects import subject_at
from following.telling import Telling
from outbox.models import Mail
from projects.models import Project
from search import registry
from tests.factories import CallFactory, ProjectFactory, ThemeFactory, UserFactory
from tests.members.conftest import confirm as confirm_address
from tests.reading import parse

from .conftest import follows, mails, subject_of, tick

pytestmark = pytest.mark.django_db
FOLLOW = "/bevaka/"


def send(client, record_or_path, prefix="", **data):
    path = record_or_path if isinstance(record_or_path, str) else record_or_path.get_absolute_url()
    data = {"vad": path, "email": "anna@example.org", "rhythm": "at-once"} | data
    return client.post(f"{prefix}{FOLLOW}", data)


def link(mail):
    """Return the path that the mail leads to."""
    return re.search(r"https?://[^/]+(/(?:en/)?bevaka/\S+)", mail.text)[1]


# --- By e-mail alone ------------------------------------------------------------------------------------------


def test_whole_way_from_the_page_of_a_call_to_the_stop(client, clock, call):
    page = parse(client.get(call.get_absolute_url()).content)
    form = page.one("details", id="bevaka").one("form")
    assert (form.attrs["method"], form.attrs["action"]) == ("post", FOLLOW)
    response = client.post(FOLLOW, {"vad": form.one("input", name="vad").attrs["value"], "email": "Anna@Example.org",
                                    "rhythm": "at-once"})  # fmt: skip
    assert (response.status_code, response.url) == (302, "/bevaka/skickat/")
    (asked,) = mails("confirm")
    assert asked.to == "anna@example.org"
    path = link(asked)
    assert "Asyl och migration 2027" in client.get(path).content.decode()
    assert not Subscription.objects.confirmed().exists(), "a GET confirms nothing: mail scanners open links"
    assert "Nu bevakar du den" in client.post(path, follow=True).content.decode()
    tick()
    call.windows.update(closes_on="2027-05-14")
    tick()
    (news,) = mails()
    stop = re.search(r"(/bevaka/[^/]+/sluta/\S+)", news.text)[1]
    assert "Asyl och migration 2027" in client.get(stop).content.decode()
    assert Subscription.objects.exists()
    assert "Bevakningen är avslutad" in client.post(stop).content.decode()
    assert not Follower.objects.exists()
    assert not client.cookies


def test_nothing_is_sent_to_an_address_that_has_not_said_yes(client, clock, call):
    send(client, call)
    tick()
    call.windows.update(closes_on="2027-05-14")
    clock.turn(days=2)
    tick()
    assert not mails()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_answer_is_the_same_whatever_is_known_of_the_address(client, call, prefix):
    UserFactory(email="konto@example.org")
    follows(subject_of(call), email="foljer@example.org")
    answers = {}
    for email in ("ny@example.org", "konto@example.org", "foljer@example.org"):
        for number in range(7):  # the last two are over the limit
            response = send(client, call, prefix, email=email)
            headers = sorted(item for item in response.headers.items() if item[0] != "Expires")  # now
            answers[email, number] = (response.status_code, response.url, headers)
    assert {str(answer) for answer in answers.values()} == {str(answers["ny@example.org", 0])}


def test_address_gets_at_most_five_asking_mails_an_hour_whatever_its_case(client, call):
    calls = CallFactory.create_batch(8)
    for number, one in enumerate(calls):
        send(client, one, email="ANNA@example.org" if number % 2 else "anna@example.org")
    assert len(mails("confirm")) == 5
    Client().get("/")  # counted in the database: another process, or the same after a restart, goes on counting
    send(Client(), call)
    assert len(mails("confirm")) == 5
    send(client, call, email="bo@example.org")
    assert len(mails("confirm")) == 6
    cache.clear()
    send(client, call)
    assert len(mails("confirm")) == 7


def test_one_network_that_asks_for_too_many_is_told_and_keeps_what_it_wrote(client, call, monkeypatch, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"follow": "2/h/ip"}
    for number in range(2):
        send(client, call, email=f"{number}@example.org")
    response = send(client, call, email="tredje@example.org")
    assert response.status_code == 429
    assert 'value="tredje@example.org"' in response.content.decode()
    assert len(mails("confirm")) == 2


def test_who_follows_already_is_told_so_by_mail(client, call):
    follows(subject_of(call))
    send(client, call)
    (mail,) = mails("already")
    assert mail.subject == "Du bevakar redan ”Asyl och migration 2027”"
    assert Subscription.objects.count() == 1


def test_language_is_that_of_the_last_who_asks_until_somebody_has_answered(client, clock, call):
    send(client, call, prefix="/en")
    send(client, call)
    assert Follower.objects.get().language == "sv"
    client.post(link(mails("confirm")[-1]))
    send(client, CallFactory(), prefix="/en")
    assert Follower.objects.get().language == "sv"


def test_one_follows_so_many_things_and_is_told_that_it_is_enough(client, account, call, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)
    for one in (call, CallFactory()):
        send(Client(), one, email="bo@example.org")
    first, second = (link(mail) for mail in mails("confirm"))
    assert Client().post(first).status_code == 302
    refused = Client().post(second)
    assert refused.status_code == 409
    assert " 1 " in parse(refused.content).one("div", role="alert").text
    new = {"rhythm": "daily"}
    for number, one in enumerate(CallFactory.create_batch(2)):
        page = client.post("/mitt/bevakningar/ny/", new | {"vad": one.get_absolute_url()})
        assert page.status_code == (200 if number else 302)
    assert Subscription.objects.confirmed().count() == 2  # one by the address, one by the account


def test_link_to_confirm_holds_three_days_and_then_the_address_is_erased(client, clock, call, monkeypatch):
    send(client, call)
    path = link(mails("confirm")[0])
    clock.turn(days=3, minutes=1)
    monkeypatch.setattr("time.time", lambda: clock.now.timestamp())
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404
    clock.turn(days=1)
    tick()
    assert not Follower.objects.exists()


@pytest.mark.parametrize("token", ["x", "1:abc:def", "å", "MQ:1:2"])
def test_link_that_was_never_given_confirms_nothing(client, token):
    assert client.get(f"/bevaka/bekrafta/{token}/").status_code == 404
    assert client.post(f"/bevaka/bekrafta/{token}/").status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"email": ""}, "Detta fält måste fyllas i."),
        ({"email": "anna"}, "Fyll i en giltig e-postadress."),
        ({"email": "a@example.org\nBcc: b@example.org"}, "Fyll i en giltig e-postadress."),
        ({"email": f"a@{'b.' * 126}se"}, "som mest 254 tecken"),
        ({"rhythm": "hourly"}, "Välj ett giltigt alternativ"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(client, call, data, said):
    page = send(client, call, **data)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert f'name="vad" value="{call.get_absolute_url()}"' in page.content.decode()
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["", "x", "/", "//evil.example/projekt/", "https://evil.example/", "/projekt/kin/", "/finansiering/program/nej/",
     "/sok/", "/sok/?q=", "http://[", "/konto/", "/finansiering/utlysningar/?q=" + "x" * 3000, "\x00", "?vad=/"],
)  # fmt: skip
def test_what_cannot_be_followed_is_said(client, address):
    found = subject_at(address)
    response = client.get(FOLLOW, {"vad": address})
    assert response.status_code == 200
    if found is None:
        assert ("går inte att bevaka" in response.content.decode()) is bool(address)
    else:
        assert len(found.query) <= 1000


def test_draft_cannot_be_followed_not_even_by_its_writer(client):
    user = UserFactory()
    draft = CallFactory(draft=True, owner=user)
    client.force_login(user)
    assert subject_at(draft.get_absolute_url()) is None


# --- Searches -------------------------------------------------------------------------------------------------


def test_same_search_is_the_same_whatever_the_order_page_language_and_day():
    first = subject_at("/finansiering/utlysningar/?laget=open&q=asyl&sida=3&sortera=namn&datum=2015-10-30")
    assert first == subject_at("/en/finansiering/utlysningar/?q=asyl&okant=1&laget=open")
    assert (first.list, first.query) == ("funding:calls", "laget=open&q=asyl")


@pytest.mark.parametrize(
    "path",
    ["/finansiering/", "/finansiering/utlysningar/", "/projekt/", "/natverk/", "/evenemang/", "/kunskap/", "/aktorer/"],
)
def test_every_list_leads_to_saving_its_search(client, path):
    page = parse(client.get(f"{path}?q=integration").content)
    leading = next(one for one in page.all("a") if one.text == "Spara sökningen")
    assert leading.attrs["href"] == f"/bevaka/?vad={quote(path, safe='')}%3Fq%3Dintegration"
    saving = parse(client.get(leading.attrs["href"]).content)
    assert saving.one("h1").text == "Spara sökningen"
    assert "integration" in saving.one("input", name="name").attrs["value"]


def test_finder_leads_to_following_what_was_understood_of_the_answers(client):
    ThemeFactory(slug="ett-tema", name="ett tema")
    asked = "/finansiering/hitta/?vi=kommun&tema=ett-tema&tema=inget&budget=fyra+miljoner&datum=2015-10-30"
    leading = parse(client.get(asked).content)
    (href,) = [one.attrs["href"] for one in leading.all("a") if one.text == "Få mejl när något nytt passar"]
    saving = parse(client.get(href).content)
    assert saving.one("input", name="name").attrs["value"] == "Pengar som passar er: Kommun, ett tema"
    subject = subject_at(asked)
    assert (subject.list, subject.query) == ("funding:find", "tema=ett-tema&vi=kommun")
    assert "Få mejl när något nytt passar" not in client.get("/finansiering/hitta/?steg=svar").content.decode()


def test_search_over_everything_is_saved_by_a_name_that_the_page_shows_and_the_mail_does_not(client):
    page = client.get("/sok/?q=xylofon").content.decode()
    assert "/bevaka/?vad=%2Fsok%2F%3Fq%3Dxylofon" in page
    send(client, "/sok/?q=xylofon", name="Mitt instrument www.evil.example")
    (mail,) = mails("confirm")
    assert mail.subject.startswith("Vill du bevaka ”Sökning i ")
    for typed in ("xylofon", "instrument", "evil"):
        assert typed not in mail.subject + mail.text + mail.html
    shown = client.get(link(mail)).content.decode()
    assert "Mitt instrument" in shown
    assert "xylofon" in shown


@pytest.mark.parametrize("name", ["Vinn! https://evil.example", "Hej\nLogga in", "Hej\rLogga in", "Hej\u2028Logga in"])
def test_name_with_an_address_or_lines_is_not_taken(client, name):
    assert send(client, "/projekt/?q=xylofon", name=name).status_code == 200
    assert not Mail.objects.exists()


# --- By the key -----------------------------------------------------------------------------------------------


def test_page_by_key_changes_stops_and_takes_back(client, clock, call):
    one = follows(subject_of(call))
    project = ProjectFactory(title="Bortvald")
    path = f"/bevaka/{one.follower.key}/"
    dismissing = f"{path}avfarda/{registry.kind_of(Project).document_id(project.pk)}/"
    assert "Bortvald" in client.get(dismissing).content.decode()
    assert not Dismissal.objects.exists()
    client.post(dismissing)
    assert "Bortvald" in client.get(path).content.decode()
    client.post(path, {"back": Dismissal.objects.get().document})
    assert not Dismissal.objects.exists()
    client.post(path, {"change": one.pk, "rhythm": "weekly"})
    one.refresh_from_db()
    assert one.rhythm == Rhythm.WEEKLY
    client.post(path, {"change": one.pk, "rhythm": "hourly"})
    client.post(path, {"language": "en"})
    one.refresh_from_db()
    assert (one.rhythm, one.follower.language) == (Rhythm.WEEKLY, "en")
    assert "Bevakningen är avslutad" in client.post(path, {"stop": one.pk}).content.decode()
    assert not Follower.objects.exists()
    assert client.get(path).status_code == 404


def test_hits_of_a_search_are_put_away_by_key_and_in_the_account(client, account, call):
    search = actions.follow(subject_at("/projekt/?q=xylofon"), user=account, rhythm=Rhythm.DAILY, name="Musik")
    project = ProjectFactory(title="Xylofonkurs")
    tick()
    Telling(Rhythm.DAILY, look(timezone.now()), timezone.now()).tell()
    for path in ("/mitt/bevakningar/", f"/bevaka/{search.follower.key}/"):
        page = parse(client.get(path).content)
        (button,) = [one for one in page.all("button") if one.attrs.get("name") == "dismiss"]
        client.post(path, {"dismiss": button.attrs["value"]})
        assert Dismissal.objects.get().document == registry.kind_of(Project).document_id(project.pk)
        assert "dismiss" not in [one.attrs.get("name") for one in parse(client.get(path).content).all("button")]
        client.post(path, {"dismiss": f"{search.pk}-{subject_of(call).document}"})  # no hit of it
        Dismissal.objects.get().delete()


def test_key_reaches_nothing_of_others(client, call):
    mine, other = follows(subject_of(call)), follows(subject_of(call), email="bo@example.org")
    path = f"/bevaka/{mine.follower.key}/"
    for data in ({"stop": other.pk}, {"change": other.pk, "rhythm": "weekly"}, {"stop": f"{other.pk}-x-9" + "9" * 30}):
        client.post(path, data)
    client.post(f"{path}sluta/{other.pk}/")
    other.refresh_from_db()
    assert other.rhythm == Rhythm.AT_ONCE
    assert Subscription.objects.count() == 2
    assert "bo@example.org" not in client.get(path).content.decode()


def test_mail_of_a_day_stops_all_that_comes_daily_and_an_old_link_still_stops(client, clock, call):
    kept = follows(subject_of(call))
    daily = [follows(subject_of(one), rhythm=Rhythm.DAILY) for one in CallFactory.create_batch(2)]
    key = kept.follower.key
    assert client.post(f"/bevaka/{key}/sluta/daily/").status_code == 200
    assert list(Subscription.objects.all()) == [kept]
    assert client.post(f"/bevaka/{key}/sluta/{daily[0].pk}/").status_code == 200
    assert "avslutad" in client.post(f"/bevaka/{key}/sluta/all/").content.decode()
    assert not Follower.objects.exists()
    again = [client.get(f"/bevaka/{key}/sluta/all/"), client.post(f"/bevaka/{key}/sluta/all/")]
    never = client.post("/bevaka/a-key-that-never-was/sluta/all/")
    for page in (*again, never):
        assert page.status_code == 200
        assert parse(page.content).one("main").text == parse(never.content).one("main").text
        assert "avslutad" not in page.content.decode()


def test_old_link_to_stop_claims_nothing_while_mail_goes_on(client, call):
    """Of a follower who went and came back, and of a subscription that was begun anew."""
    old = follows(subject_of(call))
    actions.stop([old.follower], which="all")
    new = follows(subject_of(call))
    for path in (f"/bevaka/{old.follower.key}/sluta/all/", f"/bevaka/{new.follower.key}/sluta/{old.pk}/"):
        for page in (client.get(path), client.post(path)):
            assert "avslutad" not in page.content.decode()
    assert Subscription.objects.confirmed().exists()


def test_pages_by_key_are_kept_by_nobody(client, call):
    one = follows(subject_of(call))
    path = f"/bevaka/{one.follower.key}/"
    for address in (path, f"{path}sluta/all/", "/bevaka/", "/bevaka/skickat/"):
        response = client.get(address)
        assert "no-store" in response.headers["Cache-Control"]
        assert "ETag" not in response.headers
        assert "noindex" in response.content.decode()


def test_following_leaves_the_pages_of_readers_unchanged(client, clock, call):
    tick()
    tag = client.get(call.get_absolute_url()).headers["ETag"]
    follows(subject_of(call))
    tick()
    assert client.get(call.get_absolute_url()).headers["ETag"] == tag


@pytest.mark.parametrize("number", [1, 30])
def test_page_by_key_asks_the_same_number_of_questions(client, number):
    for one in CallFactory.create_batch(number):
        key = follows(subject_of(one)).follower.key
    follows(subject_at("/projekt/?q=x"))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/bevaka/{key}/").status_code == 200
    assert len(queries) == 6


# --- In the account -------------------------------------------------------------------------------------------


@pytest.fixture
def account(client, clock):
    user = confirm_address(UserFactory(email="anna@example.org"))
    client.force_login(user)
    return user


def test_account_follows_at_once_and_sees_it_on_the_page(client, account, clock, call):
    page = parse(client.get(call.get_absolute_url()).content)
    form = page.one("details", id="bevaka").one("form")
    assert form.attrs["action"] == "/mitt/bevakningar/ny/"
    assert "email" not in [field.attrs["name"] for field in form.all("input")]
    page = client.post("/mitt/bevakningar/ny/", {"vad": call.get_absolute_url(), "rhythm": "daily"}, follow=True)
    assert "Asyl och migration 2027" in page.content.decode()
    assert not Mail.objects.exists()
    assert "Du bevakar den här" in client.get(call.get_absolute_url()).content.decode()
    tick()
    call.windows.update(closes_on="2027-05-14")
    clock.turn(days=1)
    tick()
    (mail,) = mails()
    assert mail.to == "anna@example.org"


def test_following_in_the_account_needs_the_token_of_the_page(account, call):
    client = Client(enforce_csrf_checks=True)
    client.force_login(account)
    assert client.post("/mitt/bevakningar/ny/", {"vad": call.get_absolute_url(), "rhythm": "daily"}).status_code == 403
    assert client.post("/mitt/bevakningar/", {"stop": "all"}).status_code == 403


def test_address_that_follows_shows_in_the_account_that_has_confirmed_it(client, account, call):
    by_address = follows(subject_of(call))
    page = client.get("/mitt/bevakningar/").content.decode()
    assert "Asyl och migration 2027" in page
    assert "utan kontot" in page
    client.post("/mitt/bevakningar/", {"stop": by_address.pk})
    assert not Subscription.objects.exists()


def test_address_that_the_account_has_not_confirmed_does_not_show(client, call):
    user = UserFactory(email="bo@example.org")
    user.emailaddress_set.update(verified=False)
    follows(subject_of(call), email="bo@example.org")
    client.force_login(user)
    assert "Asyl och migration 2027" not in client.get("/mitt/bevakningar/").content.decode()


def test_same_thing_followed_by_address_and_account_is_followed_once(client, account, call):
    by_address = follows(subject_of(call))
    again = actions.follow(subject_of(call), user=account, rhythm=Rhythm.WEEKLY)
    assert again.pk == by_address.pk
    other = CallFactory()
    actions.follow(subject_of(other), user=account, rhythm=Rhythm.DAILY)
    follows(subject_of(other))
    assert Subscription.objects.filter(document=subject_of(other).document).count() == 1


def test_search_is_saved_in_the_account_and_wrong_fields_come_back(client, account):
    wrong = client.post("/mitt/bevakningar/ny/", {"vad": "/projekt/?q=xylofon", "rhythm": "daily", "name": ""})
    assert "Detta fält måste fyllas i." in wrong.content.decode()
    client.post("/mitt/bevakningar/ny/", {"vad": "/projekt/?q=xylofon", "rhythm": "daily", "name": "Musik"})
    page = client.get("/mitt/bevakningar/").content.decode()
    assert "Musik" in page
    assert "/projekt/?q=xylofon" in page


def test_what_is_held_is_handed_over_and_goes_with_the_account(client, account, call):
    follows(subject_of(call))
    actions.follow(subject_at("/projekt/?q=musik"), user=account, rhythm=Rhythm.DAILY, name="Musik")
    Follower.objects.filter(user=account).update(told={str(subject_of(call).document): [1, 1]})
    held = personal_data.export(account)["following"]
    assert held["told"] == ["Asyl och migration 2027"]
    assert [(one["by"], one["record"], one["name"]) for one in held["subscriptions"]] == [
        ("anna@example.org", "Asyl och migration 2027", ""),
        ("account", None, "Musik"),
    ]
    delete_account(user=account, by=account)
    assert not Follower.objects.exists()
    assert not Subscription.objects.exists()


def test_editors_see_how_many_and_never_who(client, call):
    follows(subject_of(call))
    follows(subject_of(call), email="bo@example.org", rhythm=Rhythm.WEEKLY)
    follows(subject_at("/projekt/?q=musik"), name="Annas hemliga sökning")
    client.force_login(UserFactory(staff=True))
    page = client.get("/admin/following/subscription/").content.decode()
    assert "Asyl och migration 2027" in page
    assert "q=musik" in page
    assert re.search(r"field-followers[^>]*>2<", page)
    for secret in ("anna@example.org", "bo@example.org", "hemliga", Follower.objects.first().key):
        assert secret not in page

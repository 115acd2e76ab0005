"""A moved last day is told to each follower once, with the old and the new date, whatever path the write took."""

import datetime
import json
import re
from urllib.parse import urlsplit

import pytest
from django.core.serializers import deserialize, serialize
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st

from following.actions import change_rhythm, dismiss
from following.enums import Rhythm
from following.models import Follower, Subscription
from following.subjects import subject_at
from funding.models import ApplicantKind, Call, CallWindow
from outbox.models import Mail
from outbox.sending import _message
from publishing.actions import change_status, save_content
from publishing.enums import Status
from sources.partial_dates import format_partial
from sources.versions import content_of
from tests.factories import (
    CallFactory,
    CallWindowFactory,
    NetworkFactory,
    ProgrammeFactory,
    ProjectFactory,
    ThemeFactory,
    UserFactory,
)

from .conftest import TODAY, Clock, at, follows, mails, subject_of, tick

pytestmark = pytest.mark.django_db
APRIL, MAY = datetime.date(2027, 4, 30), datetime.date(2027, 5, 14)


def move(call, day=MAY):
    window = call.windows.get()
    window.closes_on = day
    window.save()


def test_moved_last_day_is_one_mail_with_both_dates(clock, call):
    follows(subject_of(call))
    tick()
    move(call)
    for _ in range(3):
        tick()
    (mail,) = mails()
    assert mail.to == "anna@example.org"
    assert mail.subject == "Flyttad sista dag: Asyl och migration 2027"
    assert "flyttad från 30 april 2027 till 14 maj 2027" in mail.text
    assert call.get_absolute_url() in mail.text


def test_nothing_is_told_where_nothing_has_changed(clock, call):
    follows(subject_of(call))
    tick()
    clock.turn(days=1)
    tick()
    assert not mails()


def test_change_that_is_taken_back_before_it_is_told_is_none(clock, call):
    follows(subject_of(call), rhythm=Rhythm.DAILY)
    tick()
    move(call)
    tick()  # seen, and told to nobody before six
    clock.turn(hours=5)
    move(call, APRIL)
    tick()
    clock.turn(days=1)
    tick()
    assert not mails()


def bulk_update(call):
    CallWindow.objects.filter(call=call).update(closes_on=MAY)


def new_row(call):
    call.windows.all().delete()
    CallWindowFactory(call=call, opens_on=datetime.date(2027, 2, 19), closes_on=MAY)


def sql(call):
    with connection.cursor() as cursor:
        end = "2027-05-14 22:00:00+00:00" if connection.vendor == "postgresql" else "2027-05-14 22:00:00"
        query = "UPDATE funding_callwindow SET closes_on = %s, closes_at = %s WHERE call_id = %s"
        cursor.execute(query, [MAY, end, call.pk])


def fixture(call):
    row = json.loads(serialize("json", call.windows.all()))
    row[0]["fields"]["closes_on"] = MAY.isoformat()
    for one in deserialize("json", json.dumps(row)):
        one.save()


def action(call):
    content = content_of(call, {"windows"})
    content["windows"][0]["closes_on"] = MAY.isoformat()
    save_content(call, content, by=UserFactory(staff=True), seen_version=call.version)


@pytest.mark.parametrize("write", [move, bulk_update, new_row, sql, fixture, action])
def test_moved_last_day_is_told_once_whatever_path_the_write_took(clock, call, write):
    follows(subject_of(call))
    tick()
    write(call)
    tick()
    tick()
    (mail,) = mails()
    assert "från 30 april 2027 till 14 maj 2027" in mail.text


def test_day_moved_twice_is_told_as_far_as_each_has_heard(clock, call):
    follows(subject_of(call))
    follows(subject_of(call), email="veckan@example.org", rhythm=Rhythm.WEEKLY)
    tick()
    for day in (MAY, datetime.date(2027, 6, 1)):
        move(call, day)
        clock.turn(hours=1)
        tick()
    clock.turn(days=7)
    tick()
    told = {(mail.to, line) for mail in mails() for line in mail.text.splitlines() if "flyttad från" in line}
    assert told == {
        ("anna@example.org", "Sista ansökningsdagen är flyttad från 30 april 2027 till 14 maj 2027."),
        ("anna@example.org", "Sista ansökningsdagen är flyttad från 14 maj 2027 till 1 juni 2027."),
        ("veckan@example.org", "Sista ansökningsdagen är flyttad från 30 april 2027 till 1 juni 2027."),
    }


def test_who_begins_to_follow_after_the_change_is_not_told_of_it(clock, call):
    tick()
    move(call)
    tick()
    follows(subject_of(call), rhythm=Rhythm.DAILY)
    clock.turn(days=1)
    tick()
    assert not mails()


def test_day_is_told_to_who_has_not_heard_though_the_server_was_off(clock, call):
    follows(subject_of(call), rhythm=Rhythm.WEEKLY)
    tick()
    move(call)
    clock.turn(days=16)  # over two Mondays
    tick()
    tick()
    assert len(mails()) == 1


def test_call_that_reopens_is_told_once(clock, call):
    follows(subject_of(call))
    tick()
    clock.turn(days=100)
    tick()
    Mail.objects.all().delete()  # no reminders: nothing ran meanwhile
    CallWindowFactory(call=call, opens_on=datetime.date(2027, 8, 1), closes_on=datetime.date(2027, 9, 30))
    for _ in range(2):
        tick()
        clock.turn(minutes=20)
    (mail,) = mails()
    assert mail.subject == "Tar emot ansökningar igen: Asyl och migration 2027"
    assert "30 september 2027" in mail.text


def test_planned_call_that_opens_is_told(clock):
    planned = CallFactory(title="Planerad")
    CallWindowFactory(
        call=planned, opens_on=TODAY + datetime.timedelta(days=3), closes_on=TODAY + datetime.timedelta(days=90)
    )
    follows(subject_of(planned))
    tick()
    clock.turn(days=3)
    tick()
    (mail,) = mails()
    assert mail.subject == "Nu öppen: Planerad"


def test_withdrawn_call_is_told_by_its_published_title_and_its_draft_is_not(clock, call):
    follows(subject_of(call))
    tick()
    editor = UserFactory(staff=True)
    change_status(call, to=Status.RETURNED, by=editor, comment="Fel")
    Call.objects.filter(pk=call.pk).update(title="Hemligt utkast")
    tick()
    (mail,) = mails()
    assert mail.subject == "Inte längre publicerad: Asyl och migration 2027"
    assert "Hemligt" not in mail.text + mail.html
    assert call.get_absolute_url() not in mail.text


def test_deleted_call_is_told_and_its_subscription_shown_until_it_is_stopped(clock, call, client):
    key = follows(subject_of(call)).follower.key
    tick()
    call.delete()
    tick()
    tick()
    (mail,) = mails()
    assert mail.subject == "Inte längre publicerad: Asyl och migration 2027"
    assert "Asyl och migration 2027" in client.get(f"/bevaka/{key}/").content.decode()


def test_edited_network_is_told_by_the_names_of_its_fields(clock):
    network = NetworkFactory(title="Eurocities")
    follows(subject_of(network))
    tick()
    save_content(network, {"summary": "En annan mening."}, by=UserFactory(staff=True), seen_version=network.version)
    tick()
    tick()
    (mail,) = mails()
    assert mail.subject == "Ändrad: Eurocities"
    assert "Ändrat: Sammanfattning." in mail.text


def test_keywords_that_no_reader_sees_are_no_news(clock):
    network = NetworkFactory()
    follows(subject_of(network))
    tick()
    save_content(network, {"keywords": "ett, två"}, by=UserFactory(staff=True), seen_version=network.version)
    tick()
    assert not mails()


def test_follower_of_a_programme_hears_of_its_calls_and_their_dates(clock, call):
    follows(subject_of(call.programme))
    tick()
    new = CallFactory(programme=call.programme, title="Ny utlysning")
    CallWindowFactory(call=new, opens_on=TODAY, closes_on=MAY)
    move(call)
    tick()
    (mail,) = mails()
    assert mail.subject == "Nytt i det du bevakar: 2 sidor"
    assert "Nytt på portalen: utlysning. Sista dag: 14 maj 2027." in mail.text
    assert "flyttad från 30 april 2027 till 14 maj 2027" in mail.text


def test_call_that_gets_another_programme_is_new_to_those_who_follow_that(clock, call):
    other = ProgrammeFactory()
    follows(subject_of(other))
    tick()
    Call.objects.filter(pk=call.pk).update(programme=other)
    tick()
    (mail,) = mails()
    assert mail.subject == "Nytt: Asyl och migration 2027"


def test_what_several_subscriptions_watch_is_told_once_by_the_soonest(clock, call):
    follows(subject_of(call), rhythm=Rhythm.WEEKLY)
    follows(subject_of(call.programme), rhythm=Rhythm.DAILY)
    follows(subject_at("/finansiering/utlysningar/"))
    tick()
    move(call)
    for _ in range(10):
        tick()
        clock.turn(days=1)
    assert len(mails()) == 1


def test_new_hit_of_a_saved_search_is_told_once_and_the_old_ones_never(clock, call):
    follows(subject_at("/finansiering/utlysningar/?q=migration"), name="Migration")
    tick()
    CallFactory(title="Migration och hälsa")
    CallFactory(title="Något annat")
    tick()
    tick()
    (mail,) = mails()
    assert mail.subject == "Nytt: Migration och hälsa"
    assert "Ny träff i din sökning ”Migration”: utlysning." in mail.text


def test_search_over_everything_can_be_followed(clock):
    follows(subject_at("/sok/?q=xylofonkurs"))
    tick()
    ProjectFactory(title="Xylofonkurs för nyanlända")
    tick()
    (mail,) = mails()
    assert "Xylofonkurs för nyanlända" in mail.text


def test_whoever_follows_the_finders_answer_hears_of_what_comes_to_fit(clock, call):
    follows(subject_at("/finansiering/hitta/?vi=kommun"))
    tick()
    CallFactory(title="Bara för skolor", programme=call.programme).applicant_kinds.add(_kind("skolor"))
    CallFactory(title="För kommuner", programme=call.programme).applicant_kinds.add(_kind("kommuner"))
    tick()
    tick()
    (mail,) = mails()
    assert mail.subject == "Nytt: För kommuner"
    assert "Bara för skolor" not in mail.text


def _kind(slug):
    return ApplicantKind.objects.get_or_create(slug=slug, defaults={"name": slug, "name_en": slug})[0]


@pytest.mark.parametrize("path", ["/finansiering/utlysningar/", "/finansiering/hitta/"])
def test_search_whose_theme_is_gone_tells_nothing(clock, call, path):
    theme = ThemeFactory(slug="ett-tema")
    follows(subject_at(f"{path}?tema=ett-tema"))
    tick()
    theme.delete()
    CallFactory(title="Helt annan utlysning")
    tick()
    assert not mails()


def test_draft_is_no_hit(clock):
    follows(subject_at("/projekt/?q=xylofonkurs"))
    tick()
    ProjectFactory(title="Xylofonkurs", draft=True)
    tick()
    assert not mails()


def test_dismissed_hit_is_not_heard_of_again_unless_it_is_followed_itself(clock, call):
    search = follows(subject_at("/finansiering/utlysningar/"))
    tick()
    dismiss(search.follower, document=subject_of(call).document)
    move(call)
    tick()
    assert not mails()
    follows(subject_of(call))
    move(call, APRIL)
    tick()
    assert len(mails()) == 1


def test_rhythms_are_one_mail_with_all_of_it_at_six(clock, call):
    other = CallFactory(title="En annan")
    CallWindowFactory(call=other, opens_on=TODAY, closes_on=APRIL)
    for one in (call, other):
        follows(subject_of(one), rhythm=Rhythm.DAILY, email="dag@example.org")
        follows(subject_of(one), rhythm=Rhythm.WEEKLY, email="vecka@example.org")
    tick()
    move(call)
    move(other)
    told = {}
    for _ in range(24 * 8):
        clock.turn(hours=1)
        tick()
        for mail in mails():
            told.setdefault(mail.to, (timezone.localtime(timezone.now()), mail.subject))
    assert len(mails()) == 2
    assert told["dag@example.org"][0] == at(TODAY + datetime.timedelta(days=1), 6)
    assert told["vecka@example.org"][0] == at(TODAY + datetime.timedelta(days=7), 6)
    assert {subject for _time, subject in told.values()} == {"Nytt i det du bevakar: 2 sidor"}


def test_change_of_rhythm_tells_what_waits_and_nothing_is_lost(clock, call):
    weekly = follows(subject_of(call), rhythm=Rhythm.WEEKLY)
    tick()
    move(call)
    change_rhythm(weekly, rhythm=Rhythm.AT_ONCE)
    tick()
    assert len(mails()) == 1


def test_mail_is_in_the_language_of_its_follower(clock, call):
    follows(subject_of(call), language="en")
    tick()
    move(call)
    tick()
    (mail,) = mails()
    assert mail.subject == "Last day moved: Asylum and migration 2027"
    assert "from 30 April 2027 to 14 May 2027" in mail.text
    assert "/en/finansiering/utlysningar/" in mail.text
    assert "/en/bevaka/" in mail.stop_url


def test_mail_can_be_stopped_by_one_press_in_the_mail_program(clock, call, client):
    follows(subject_of(call))
    tick()
    move(call)
    tick()
    message = _message(mails()[0])
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = urlsplit(message.extra_headers["List-Unsubscribe"].strip("<>")).path
    assert Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert not Follower.objects.exists()


days = st.integers(0, 40).map(lambda number: datetime.date(2027, 4, 1) + datetime.timedelta(days=number))


@given(steps=st.lists(st.one_of(days, st.just("tick"), st.just("day")), max_size=10))
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
def test_what_each_was_told_leads_from_the_first_day_to_the_last(steps):
    """Whatever is written and whenever the timer comes: the mails are a chain without a gap or a step back."""
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        clock = Clock(patch)
        made = CallFactory()
        CallWindowFactory(call=made, opens_on=TODAY, closes_on=APRIL)
        for rhythm in Rhythm:
            follows(subject_of(made), email=f"{rhythm.value}@example.org", rhythm=rhythm)
        tick()
        for step in [*steps, "tick", *["day"] * 8]:
            if isinstance(step, datetime.date):
                move(made, step)
            else:
                clock.turn(days=step == "day", minutes=1)
                tick()
        last = format_partial(made.windows.get().closes_on)
        for rhythm in Rhythm:
            now, said = (
                format_partial(APRIL),
                [mail.text for mail in mails() if mail.to == f"{rhythm.value}@example.org"],
            )
            for text in said:
                before, after = re.search(r"flyttad från (.+) till (.+)\.", text).groups()
                assert before == now != after
                now = after
            assert now == last
        transaction.set_rollback(True)

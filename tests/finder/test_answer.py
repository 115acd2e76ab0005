"""The finder's answer: on the documents' data in 2015 and today, by sets as one by one, and what would change it."""

import datetime

import pytest
from django.utils import timezone, translation

from funding.enums import ProgrammeKind
from funding.finder.answer import FITS, NEARLY, NOT, STANDINGS
from funding.finder.criteria import RULES
from funding.models import Call, Programme
from search.following import gathered
from tests.factories import (
    ApplicantKindFactory,
    CallFactory,
    CallWindowFactory,
    GrantCeilingFactory,
    NetworkFactory,
    ProgrammeFactory,
    ProjectFactory,
    ProjectFundingFactory,
    ThemeFactory,
    UserFactory,
)

from .asking import answer_to, hit_of, hits, slugs, verdict_of

pytestmark = pytest.mark.django_db

THEN = {"datum": "2015-10-30"}
KRISTIANSTAD = {"vi": "kommun", "kommun": "Kristianstads kommun"}


@pytest.fixture(autouse=True)
def _in_swedish():
    with translation.override("sv"):
        yield


# --- The documents' data --------------------------------------------------------------------------------------


def test_kristianstad_with_one_partner_abroad_in_2015():
    answer = answer_to(**KRISTIANSTAD, utland="1", **THEN)
    assert slugs(answer)[:2] == ["erasmus-strategiska-partnerskap-2016", "easi-2015"]
    easi = hit_of(answer, "easi-2015").record
    assert (easi.next_deadline - datetime.date(2015, 10, 30)).days == 17
    assert verdict_of(answer, "easi-2015", "state")[1].endswith("16 november 2015.")
    assert verdict_of(answer, "easi-2015", "applicant") == ("met", "Offentliga aktörer får söka, och ni räknas dit.")
    erasmus = "erasmus-strategiska-partnerskap-2016"
    assert verdict_of(answer, erasmus, "applicant") == ("met", "Kommuner får söka.")
    assert verdict_of(answer, erasmus, "countries")[0] == "met"


def test_idea_about_work_in_2015_has_the_open_call_first():
    answer = answer_to(**KRISTIANSTAD, utland="1", tema="arbete-och-etablering", **THEN)
    assert slugs(answer)[0] == "easi-2015"
    assert hit_of(answer, "erasmus-strategiska-partnerskap-2016").standing == NOT


def test_without_a_partner_abroad_the_change_that_helps_is_one():
    answer = answer_to(**KRISTIANSTAD, utland="0", **THEN)
    partnerships = hit_of(answer, "erasmus-plus-strategiska-partnerskap")
    assert partnerships.standing == NEARLY
    needs = "Kräver partner i minst 2 länder, ert eget inräknat; ni har ingen partner utomlands."
    assert verdict_of(answer, "erasmus-plus-strategiska-partnerskap", "countries") == ("not_met", needs)
    assert partnerships.networks
    gain = next(gain for gain in answer.gains if gain.change.field == "utland")
    assert gain.change.label == "Med en partner utomlands"
    changed = answer_to(**KRISTIANSTAD, utland=gain.change.value, **THEN)
    more = set(slugs(changed, "fits")) - set(slugs(answer, "fits"))
    assert len(more) == gain.number
    assert "erasmus-plus-strategiska-partnerskap" in more


def test_today_the_old_programmes_have_ended_and_point_to_the_new():
    answer = answer_to(**KRISTIANSTAD, utland="1")
    old = Programme.objects.published().filter(ends_on__year=2020, kind__in=["fund", "strand"])
    assert old
    new = set(Programme.objects.filter(starts_on__year=2021).values_list("slug", flat=True))
    for programme in old:
        hit = hit_of(answer, programme.slug)
        assert hit.standing == NOT, programme
        assert hit.is_over, programme
        assert new & {successor.slug for successor in hit.beside.successors}, programme
    assert set(slugs(answer, "fits")) == new
    assert {verdict_of(answer, slug, "applicant") for slug in new} == {
        ("unknown", "Källorna anger inte vem som får söka.")
    }
    assert answer.uncertain == len(new)


def test_new_programme_shows_whom_to_ring_and_what_the_one_before_it_has_funded():
    beside = hit_of(answer_to(), "erasmus-plus-2021-2027").beside
    assert [body.slug for body in beside.bodies] == [
        "universitets-och-hogskoleradet",
        "myndigheten-for-ungdoms-och-civilsamhallesfragor",
    ]
    assert beside.examples
    assert beside.examples_of.slug == "erasmus-plus"


def test_strategies_stand_below_with_the_reason():
    answer = answer_to()
    assert hit_of(answer, "utbildning-2020").standing == NOT
    assert verdict_of(answer, "utbildning-2020", "gives_money")[0] == "not_met"


def test_nothing_is_hidden_whatever_is_answered():
    everything = Programme.objects.published().count() + Call.objects.published().count()
    for choices in ({}, {"vi": "foretag"}, {"tema": "halsa", "utland": "0"}, {"q": "xyzzyplugh"}):
        assert len(hits(answer_to(**choices))) == everything, choices


# --- By sets as one by one ------------------------------------------------------------------------------------

ANSWERS = [
    {},
    THEN,
    KRISTIANSTAD | THEN,
    KRISTIANSTAD | {"utland": "0", "partner": "1", "lander": "Finland"} | THEN,
    {"vi": "forening", "tema": ["arbete-och-etablering", "sprak-och-sfi"], "q": "praktik"},
    {"vi": "skola", "malgrupp": ["nyanlanda", "barn-och-unga"], "start": "2016", "langd": "48"} | THEN,
    KRISTIANSTAD | {"budget": "400 000 euro", "egna": "20 000 euro", "langd": "24", "utland": "2"} | THEN,
]


@pytest.mark.parametrize("choices", ANSWERS, ids=str)
def test_judged_by_sets_is_as_judged_one_by_one(choices):
    answer = answer_to(**choices)
    points = {number: place for place, part in enumerate(answer.by_points) for number in part}
    found = []
    for hit in hits(answer):
        bars = [rule for rule, verdict in hit.verdicts if verdict.is_bar]
        alone = FITS if not bars else NEARLY if len(bars) == 1 and bars[0].can_change else NOT
        assert hit.standing == alone, hit.record
        weighed = sum(verdict.points * rule.weight for rule, verdict in hit.verdicts)
        found.append((STANDINGS.index(alone), -weighed, points[hit.number]))
    assert [(standing, weighed) for standing, weighed, _place in found] == sorted(
        (standing, weighed) for standing, weighed, _place in found
    )
    # Those with the same points are in one part, the better in an earlier one.
    assert sorted({(weighed, place) for _standing, weighed, place in found}) == sorted(
        dict.fromkeys((weighed, place) for _standing, weighed, place in found)
    )
    assert len({weighed for _s, weighed, _p in found}) == len(answer.by_points)


@pytest.mark.parametrize("choices", ANSWERS, ids=str)
def test_each_change_lets_as_many_fit_as_it_says(choices):
    answer = answer_to(**choices)
    fits = set(answer.sets[FITS])
    for gain in answer.gains:
        changed = answer_to(**choices | {gain.change.field: gain.change.value})
        assert len(set(changed.sets[FITS]) - fits) == gain.number, gain.change.label
        assert gain.best in changed.sets[FITS] - answer.sets[FITS]


def test_order_is_the_same_each_time_and_page_by_page():
    answer = answer_to(**KRISTIANSTAD, **THEN)
    whole = slugs(answer)
    again = answer_to(**KRISTIANSTAD, **THEN)
    paged = [hit.record.slug for start in range(0, again.count(), 7) for hit in again[start : start + 7]]
    assert whole == paged
    assert len(set(whole)) == len(whole)


# --- What records say -----------------------------------------------------------------------------------------


def test_call_says_itself_what_its_programme_says_otherwise():
    programme = ProgrammeFactory(minimum_countries=3, cofinancing_percent=50)
    own, plain = CallFactory(programme=programme, minimum_countries=2), CallFactory(programme=programme)
    answer = answer_to(utland="1")
    assert verdict_of(answer, own.slug, "countries")[0] == "met"
    assert verdict_of(answer, plain.slug, "countries")[0] == "not_met"
    facts = answer.catalogue.whole_facts(hit_of(answer, own.slug).number, own)
    assert facts.rate == 50


def test_limits_of_a_call_are_its_own_where_it_has_any():
    programme = ProgrammeFactory()
    GrantCeilingFactory(programme=programme, months=12)
    call, plain = CallFactory(programme=programme), CallFactory(programme=programme)
    call.ceilings.create(months=36, amount=1)
    answer = answer_to(langd="36")
    assert verdict_of(answer, call.slug, "length")[0] == "met"
    assert verdict_of(answer, plain.slug, "length")[0] == "not_met"


def test_applicants_of_a_call_are_its_own_where_it_names_any():
    schools = ApplicantKindFactory._meta.model.objects.get(slug="skolor")
    towns = ApplicantKindFactory._meta.model.objects.get(slug="kommuner")
    programme = ProgrammeFactory(applicant_kinds=[towns])
    own, plain = CallFactory(programme=programme, applicant_kinds=[schools]), CallFactory(programme=programme)
    answer = answer_to(vi="kommun")
    assert verdict_of(answer, own.slug, "applicant")[0] == "not_met"
    assert verdict_of(answer, plain.slug, "applicant")[0] == "met"


def test_open_call_goes_before_its_programme_and_the_one_that_closes_first_before_another():
    theme = ThemeFactory()
    today = timezone.localdate()
    programme = ProgrammeFactory(starts_on=today.replace(month=1, day=1), ends_on=today, themes=[theme])
    later, sooner = (CallFactory(programme=programme, themes=[theme]) for _ in range(2))
    for call, days in ((later, 20), (sooner, 10)):
        CallWindowFactory(call=call, opens_on=today, closes_on=today + datetime.timedelta(days=days))
    found = slugs(answer_to(tema=theme.slug), "fits")
    assert found == [sooner.slug, later.slug, programme.slug]


def test_call_that_changed_counts_at_once():
    call = CallFactory(programme=ProgrammeFactory())
    assert verdict_of(answer_to(utland="0"), call.slug, "countries")[0] == "unknown"
    Call.objects.filter(pk=call.pk).update(minimum_countries=2)
    assert verdict_of(answer_to(utland="0"), call.slug, "countries")[0] == "not_met"


def test_drafts_are_for_those_who_write_them():
    writer = UserFactory()
    draft = CallFactory(draft=True, owner=writer, slug="hemlig-utlysning", programme=ProgrammeFactory(draft=True))
    hidden = ProjectFactory(draft=True)
    shown = ProgrammeFactory(kind=ProgrammeKind.FUND)
    ProjectFundingFactory(project=hidden, programme=shown)
    assert draft.slug not in slugs(answer_to())
    assert draft.slug in slugs(answer_to(user=writer))
    assert hit_of(answer_to(), shown.slug).beside.examples == []


def test_words_go_through_the_search_of_the_portal():
    theme = ThemeFactory()
    call = CallFactory(title="Snickeri för nyanlända", themes=[theme], programme=ProgrammeFactory())
    answer = answer_to(q="snickerier")
    assert verdict_of(answer, call.slug, "words")[0] == "met"
    assert slugs(answer)[0] == call.slug


def test_networks_are_those_with_most_themes_in_common():
    themes = [ThemeFactory() for _ in range(2)]
    programme = ProgrammeFactory(themes=themes, minimum_countries=2)
    one, both = NetworkFactory(themes=themes[:1]), NetworkFactory(themes=themes)
    NetworkFactory(themes=themes, draft=True)
    assert hit_of(answer_to(utland="0"), programme.slug).networks == [both, one]
    assert hit_of(answer_to(utland="1"), programme.slug).networks == []


def test_rules_are_asked_by_facts_and_not_by_records():
    """A thousand calls that say the same cost no more than one."""
    programme = ProgrammeFactory()
    CallFactory(programme=programme)
    before = sum(len(list(answer_to().catalogue.parts(rule.reads))) for rule in RULES)
    with gathered():
        for _ in range(30):
            CallFactory(programme=programme)
    assert sum(len(list(answer_to().catalogue.parts(rule.reads))) for rule in RULES) == before

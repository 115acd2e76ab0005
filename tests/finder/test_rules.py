"""The finder's rules, each alone: what is met, not met, unknown and not asked, at the edges too, and the reason."""

import datetime
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from funding.costs.sums import Limit
from funding.enums import CallState
from funding.finder import criteria, money_criteria
from funding.finder.answers import Answers, Named
from funding.finder.applicants import WHO
from funding.finder.facts import Facts, Found, Line, Period, ProgrammeState
from funding.finder.places import Place
from funding.finder.target_groups import TARGET_GROUPS, ruled_out, served
from funding.finder.verdicts import Outcome
from funding.models import ApplicantKind
from publishing.written_amounts import Amount
from sources.written_dates import read_date

MET, NOT_MET, UNKNOWN, NOT_ASKED = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN, Outcome.NOT_ASKED
KRISTIANSTAD = Place("Kristianstad", "Kristianstads kommun", "Skåne län", "SE22")
KINDS = {"kommuner": "kommuner", "offentliga-aktorer": "offentliga aktörer", "skolor": "skolor"}


def kinds(*slugs):
    return frozenset(Named(slug, KINDS.get(slug, slug), slug) for slug in slugs)


def kronor(amount):
    return Amount(Decimal(amount), "SEK")


def euro(amount):
    return Amount(Decimal(amount), "EUR")


ERASMUS = (Limit(Decimal(300_000), "EUR", 24), Limit(Decimal(450_000), "EUR", 36))


@pytest.fixture(autouse=True)
def _in_swedish():
    with translation.override("sv"):
        yield


def said(rule, answers, record):
    verdict = rule(answers, record)
    return verdict.outcome, verdict.sentence


# --- Who may apply --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "may_apply", "outcome", "sentence"),
    [
        ("", ["kommuner"], NOT_ASKED, ""),
        ("kommun", [], UNKNOWN, "Källorna anger inte vem som får söka."),
        ("kommun", ["kommuner", "skolor"], MET, "Kommuner får söka."),
        ("kommun", ["offentliga-aktorer"], MET, "Offentliga aktörer får söka, och ni räknas dit."),
        ("forening", ["kommuner", "skolor"], NOT_MET, "Källorna nämner kommuner och skolor, inte er."),
        ("skola", ["kommuner"], UNKNOWN, "Kommuner får söka. Om ni räknas dit avgör den som ger stödet."),
    ],
)
def test_applicant(who, may_apply, outcome, sentence):
    found = said(criteria.applicant, Answers(who=who), Facts(applicant_kinds=kinds(*may_apply)))
    assert found == (outcome, sentence)


@pytest.mark.django_db
def test_every_kind_of_applicant_is_somebody_who_can_ask():
    words = set().union(*(who.own | who.counts_as | who.perhaps for who in WHO.values()))
    assert words == set(ApplicantKind.objects.values_list("slug", flat=True))


# --- Time -----------------------------------------------------------------------------------------------------

PERIOD = Period(datetime.date(2014, 1, 1), "year", datetime.date(2020, 1, 1), "year")


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2013-12-31", ProgrammeState.COMING),
        ("2014-01-01", ProgrammeState.RUNNING),
        ("2020-12-31", ProgrammeState.RUNNING),
        ("2021-01-01", ProgrammeState.ENDED),
    ],
)
def test_period_at_its_edges(day, state):
    assert PERIOD.state(datetime.date.fromisoformat(day)) == state


def test_period_without_start_or_end_is_unknown_unless_it_is_over():
    assert Period().state(datetime.date(2016, 1, 1)) == ProgrammeState.UNKNOWN
    assert PERIOD._replace(starts_on=None).state(datetime.date(2016, 1, 1)) == ProgrammeState.UNKNOWN
    assert PERIOD._replace(starts_on=None).state(datetime.date(2021, 1, 1)) == ProgrammeState.ENDED


@pytest.mark.parametrize(
    ("state", "outcome", "is_bar"),
    [
        (CallState.OPEN, MET, False),
        (CallState.CLOSING_SOON, MET, False),
        (CallState.PLANNED, MET, False),
        (CallState.EXPECTED, MET, False),
        (CallState.CLOSED, NOT_MET, True),
        (CallState.UNKNOWN, UNKNOWN, False),
        (ProgrammeState.RUNNING, MET, False),
        (ProgrammeState.COMING, NOT_MET, True),
        (ProgrammeState.ENDED, NOT_MET, True),
        (ProgrammeState.UNKNOWN, UNKNOWN, False),
    ],
)
def test_state(state, outcome, is_bar):
    verdict = criteria.state(Answers(), Facts(state=state, period=PERIOD))
    assert (verdict.outcome, verdict.is_bar) == (outcome, is_bar)
    assert verdict.sentence


def test_state_of_every_kind_has_a_sentence():
    for state in [*CallState, *ProgrammeState]:
        assert criteria.state(Answers(), Facts(state=state)).sentence


def test_open_call_counts_more_than_a_planned_one_or_a_running_programme():
    points = {state: criteria.state(Answers(), Facts(state=state)).points for state in (*CallState, *ProgrammeState)}
    assert points["open"] == points["closing_soon"] > points["planned"] == points["running"] > points["unknown"]


def test_open_call_tells_its_last_day():
    record = Facts(state="open", deadline=datetime.date(2015, 11, 16))
    assert said(criteria.state, Answers(), record)[1] == "Öppen för ansökningar till och med den 16 november 2015."


@pytest.mark.parametrize(
    ("start", "outcome"),
    [
        ("december 2013", NOT_MET),
        ("2013", NOT_MET),
        ("2014-01-01", MET),
        ("hösten 2016", MET),
        ("december 2020", MET),
        ("2021", NOT_MET),
    ],
)
def test_start_within_the_period_of_the_programme(start, outcome):
    verdict = criteria.start(Answers(start=read_date(start)), Facts(period=PERIOD))
    assert verdict.outcome == outcome
    assert verdict.sentence


def test_start_with_unknown_period_and_without_a_start():
    assert criteria.start(Answers(start=read_date("2016")), Facts()).outcome == UNKNOWN
    assert criteria.start(Answers(), Facts(period=PERIOD)).outcome == NOT_ASKED


# --- What and for whom ----------------------------------------------------------------------------------------

HEALTH, WORK = Named("halsa", "Hälsa", "Health"), Named("arbete", "Arbete", "Work")


def test_theme():
    answers = Answers(themes=frozenset({HEALTH, WORK}))
    assert said(criteria.theme, Answers(), Facts(themes=frozenset({"halsa"}))) == (NOT_ASKED, "")
    assert said(criteria.theme, answers, Facts(themes=frozenset({"halsa", "bostad"}))) == (
        MET,
        "Gemensamt tema: Hälsa.",
    )
    assert said(criteria.theme, answers, Facts(themes=frozenset({"halsa", "arbete"})))[1] == (
        "Gemensamma teman: Arbete och Hälsa."
    )
    assert criteria.theme(answers, Facts(themes=frozenset({"bostad"}))).is_bar
    assert criteria.theme(answers, Facts()).outcome == UNKNOWN


def test_words_bar_only_where_another_has_them_all_and_no_theme_says_what_it_is_about():
    words = Answers(words="språk")
    assert criteria.words(Answers(), Facts(found=Found.ALL)).outcome == NOT_ASKED
    assert criteria.words(words, Facts(found=Found.ALL)).outcome == MET
    some = criteria.words(words, Facts(found=Found.SOME))
    assert (some.outcome, some.half, some.sentence) == (MET, True, "En del av det ni skrev finns i texten.")
    assert criteria.words(words, Facts(found=Found.NONE)).is_bar
    for answers, found in [(words, Found.NOBODY), (replace(words, themes=frozenset({HEALTH})), Found.NONE)]:
        verdict = criteria.words(answers, Facts(found=found))
        assert (verdict.outcome, verdict.is_bar) == (NOT_MET, False)


def groups_of(line, *themes):
    return Facts(served=served(line, themes), ruled_out=ruled_out(line), target_group=Line(line))


@pytest.mark.parametrize(
    ("group", "line", "themes", "outcome"),
    [
        ("nyanlanda", "tredjelandsmedborgare", [], MET),
        ("eu-medborgare", "tredjelandsmedborgare", [], NOT_MET),
        ("eu-medborgare", "både anställda och icke-sysselsatta", [], UNKNOWN),
        ("utan-arbete", "både anställda och icke-sysselsatta", [], MET),
        ("anstallda", "både anställda och icke-sysselsatta", [], MET),
        ("barn-och-unga", "tredjelandsmedborgare", [], UNKNOWN),
        ("barn-och-unga", "", ["barn-och-unga"], MET),
        ("kvinnor", "", [], UNKNOWN),
    ],
)
def test_target_group(group, line, themes, outcome):
    verdict = criteria.target_group(Answers(groups=frozenset({group})), groups_of(line, *themes))
    assert verdict.outcome == outcome
    assert verdict.sentence


def test_target_group_fits_when_one_of_several_does():
    answers = Answers(groups=frozenset({"eu-medborgare", "nyanlanda"}))
    verdict = criteria.target_group(answers, groups_of("tredjelandsmedborgare"))
    assert (verdict.outcome, verdict.half) == (MET, True)
    assert verdict.sentence.endswith(" utanför EU, men inte för EU-medborgare som har flyttat till Sverige.")
    assert criteria.target_group(Answers(), groups_of("tredjelandsmedborgare")).outcome == NOT_ASKED
    assert set(TARGET_GROUPS) >= answers.groups


# --- Partners and countries -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("abroad", "named", "needed", "outcome"),
    [
        (None, "", None, NOT_ASKED),
        (0, "", None, UNKNOWN),
        (None, "", 2, NOT_ASKED),
        (0, "", 1, MET),
        (0, "", 2, NOT_MET),
        (1, "", 2, MET),
        (1, "", 3, NOT_MET),
        (2, "", 3, UNKNOWN),
        (2, "FI", 3, UNKNOWN),
        (None, "FI", 2, MET),
        (None, "FI DE", 3, MET),
        (None, "FI SE", 3, NOT_MET),
        (None, "SE", 2, NOT_ASKED),
        (0, "FI", 2, MET),
        # Whether they count is for those who give the money to say.
        (1, "US", 2, UNKNOWN),
        (2, "FI US", 3, UNKNOWN),
        (2, "FI US", 2, MET),
        (1, "US", 3, NOT_MET),
    ],
)
def test_countries(abroad, named, needed, outcome):
    answers = Answers(abroad=abroad, countries=frozenset(named.split()))
    assert criteria.countries(answers, Facts(minimum_countries=needed)).outcome == outcome


def test_countries_tell_why():
    record = Facts(minimum_countries=2)
    needs = "Kräver partner i minst 2 länder, ert eget inräknat"
    assert said(criteria.countries, Answers(abroad=0), record)[1] == f"{needs}; ni har ingen partner utomlands."
    assert said(criteria.countries, Answers(abroad=1), record)[1] == f"{needs}; ni har 1 partner utomlands."
    named = Answers(countries=frozenset({"FI"}))
    assert said(criteria.countries, named, record)[1] == f"{needs}; ni har partner i Finland."
    # What has not been answered is told all the same: it is asked for.
    assert said(criteria.countries, Answers(), record) == (NOT_ASKED, f"{needs}.")


@pytest.mark.parametrize(
    ("sweden", "abroad", "needed", "outcome"),
    [
        (None, None, None, NOT_ASKED),
        (1, None, None, UNKNOWN),
        (None, None, 2, NOT_ASKED),
        (1, None, 2, NOT_MET),
        (1, 1, 2, MET),
        (None, 2, 2, MET),
        (0, 0, 0, MET),
    ],
)
def test_partners(sweden, abroad, needed, outcome):
    answers = Answers(partners=sweden, abroad=abroad)
    assert criteria.partners(answers, Facts(minimum_partners=needed)).outcome == outcome


# --- Length and money -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "limits", "outcome"),
    [
        (None, ERASMUS, NOT_ASKED),
        (24, (), UNKNOWN),
        (24, (Limit(Decimal(1), "EUR"),), UNKNOWN),
        (23, ERASMUS, UNKNOWN),
        (24, ERASMUS, MET),
        (30, ERASMUS, MET),
        (36, ERASMUS, MET),
        (37, ERASMUS, NOT_MET),
    ],
)
def test_length(months, limits, outcome):
    assert money_criteria.length(Answers(months=months), Facts(limits=limits)).outcome == outcome


@pytest.mark.parametrize(
    ("months", "amount"), [(12, 300_000), (24, 300_000), (30, 300_000), (36, 450_000), (48, 450_000), (None, 450_000)]
)
def test_limit_is_the_one_that_the_calculator_reckons_with(months, amount):
    any_length = Limit(Decimal(900_000), "EUR")
    assert money_criteria.limit_for((any_length, *ERASMUS), months, "EUR").amount == amount
    assert money_criteria.limit_for((any_length,), months, "EUR") == any_length
    assert money_criteria.limit_for((), months, "EUR") is None


@pytest.mark.parametrize(
    ("amount", "rate", "outcome", "half"),
    [
        (euro("300000.00"), None, MET, False),
        (euro("300000.01"), None, MET, True),
        (euro(400_000), 75, MET, False),
        (euro("400000.02"), 75, MET, True),
        (kronor(100), None, UNKNOWN, False),
    ],
)
def test_budget_above_the_ceiling_is_told_and_no_bar(amount, rate, outcome, half):
    verdict = money_criteria.budget(Answers(budget=amount, months=24), Facts(limits=ERASMUS, rate=rate))
    assert (verdict.outcome, verdict.half, verdict.is_bar) == (outcome, half, False)


def test_budget_tells_the_ceiling_of_its_length():
    answers = Answers(budget=euro(400_000), months=24)
    sentence = said(money_criteria.budget, answers, Facts(limits=ERASMUS))[1].replace("\N{NO-BREAK SPACE}", " ")
    assert sentence == (
        "Stödet är högst 300 000 euro för 2 år; er budget är 400 000 euro. Det som inte ryms betalar ni själva."
    )


@pytest.mark.parametrize(("amount", "outcome"), [("99999.99", NOT_MET), ("100000.00", MET)])
def test_budget_below_the_floor(amount, outcome):
    limits = (Limit(None, "SEK", floor=Decimal(100_000)),)
    assert money_criteria.budget(Answers(budget=kronor(amount)), Facts(limits=limits)).outcome == outcome
    assert money_criteria.budget(Answers(budget=euro(1)), Facts(limits=limits)).outcome == UNKNOWN


def test_budget_without_limits_or_amount():
    assert money_criteria.budget(Answers(), Facts(limits=ERASMUS)).outcome == NOT_ASKED
    assert money_criteria.budget(Answers(budget=kronor(1)), Facts()).outcome == UNKNOWN


@pytest.mark.parametrize(
    ("own", "budget", "rate", "highest", "outcome"),
    [
        (None, kronor(1_000_000), 75, None, NOT_ASKED),
        (kronor(250_000), kronor(1_000_000), None, None, UNKNOWN),
        (kronor(250_000), kronor(1_000_000), 75, None, MET),
        (kronor("249999.99"), kronor(1_000_000), 75, None, NOT_MET),
        (kronor(100_000), kronor(1_000_000), 75, 90, UNKNOWN),
        (kronor("99999.99"), kronor(1_000_000), 75, 90, NOT_MET),
        (kronor(0), kronor(1_000_000), 100, None, MET),
        (euro(250_000), kronor(1_000_000), 75, None, UNKNOWN),
        (kronor(100_000), None, 75, None, MET),
        (kronor(0), None, 100, None, MET),
        # AMIF in the documents: 75 per cent of 4 148 664 kr leaves 1 037 166 kr.
        (kronor(1_037_166), kronor(4_148_664), 75, None, MET),
        (kronor(1_037_165), kronor(4_148_664), 75, None, NOT_MET),
    ],
)
def test_own_share(own, budget, rate, highest, outcome):
    verdict = money_criteria.own_share(Answers(own=own, budget=budget), Facts(rate=rate, highest_rate=highest))
    assert verdict.outcome == outcome
    assert verdict.sentence or outcome == NOT_ASKED


def test_own_share_grows_with_what_is_above_the_ceiling():
    answers = Answers(own=euro(99_999), budget=euro(400_000), months=24)
    assert money_criteria.own_share(answers, Facts(rate=100)).outcome == MET
    assert money_criteria.own_share(answers, Facts(rate=100, limits=ERASMUS)).outcome == NOT_MET


def test_own_share_is_at_least_what_is_above_the_ceiling_at_any_rate():
    answers = Answers(own=euro(99_999), budget=euro(400_000), months=24)
    verdict = money_criteria.own_share(answers, Facts(limits=ERASMUS))
    assert (verdict.outcome, "100 000 euro" in verdict.sentence.replace("\N{NO-BREAK SPACE}", " ")) == (NOT_MET, True)
    assert money_criteria.own_share(replace(answers, own=euro(100_000)), Facts(limits=ERASMUS)).outcome == UNKNOWN


def test_own_money_without_a_budget_tells_how_far_it_reaches():
    sentence = said(money_criteria.own_share, Answers(own=kronor(100_000)), Facts(rate=75))[1]
    assert "budget på 400 000 kr" in sentence.replace("\N{NO-BREAK SPACE}", " ")


# --- Where ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area", "place", "outcome"),
    [
        ("", KRISTIANSTAD, NOT_ASKED),
        ("Emilia Romagna, Italien", KRISTIANSTAD, NOT_MET),
        ("Emilia Romagna, Italien", None, NOT_MET),
        ("Sverige och Finland", KRISTIANSTAD, MET),
        ("hela EU", None, MET),
        ("Skåne", KRISTIANSTAD, MET),
        ("Sydsverige", KRISTIANSTAD, MET),
        ("Värmland", KRISTIANSTAD, UNKNOWN),
        ("Värmland", None, NOT_ASKED),
    ],
)
def test_area(area, place, outcome):
    assert criteria.area(Answers(place=place), Facts(area=area)).outcome == outcome


# --- The table ------------------------------------------------------------------------------------------------


def test_gives_money():
    assert criteria.gives_money(Answers(), Facts()).outcome == NOT_ASKED
    assert criteria.gives_money(Answers(), Facts(gives_money=False)).is_bar


def test_rules_read_only_what_they_say(monkeypatch):
    """Records that are alike in it are judged together, so a rule that reads more would judge some wrongly."""

    class Watched:
        def __init__(self, what, allowed):
            self.what, self.allowed = what, allowed

        def __getattr__(self, name):
            assert name in self.allowed, name
            return getattr(self.what, name)

    answers = Answers(
        who="kommun",
        place=KRISTIANSTAD,
        themes=frozenset({HEALTH}),
        words="språk",
        groups=frozenset({"nyanlanda"}),
        start=read_date("2016"),
        months=24,
        budget=euro(400_000),
        own=euro(1),
        partners=1,
        abroad=2,
        countries=frozenset({"FI"}),
    )
    full = Facts(limits=ERASMUS, rate=75, highest_rate=90, minimum_countries=3, minimum_partners=9, area="Norge")
    for rule in criteria.RULES:
        for record in (full, Facts()):
            reads = {*rule.reads, *(["period", "deadline"] if rule.judge is criteria.state else [])}
            asks = {*rule.asks, *(["partners_abroad"] if "abroad" in rule.asks else [])}
            shown = Facts(**vars(record) | {"state": "open"})
            rule.judge(Watched(answers, asks), Watched(shown, reads))


def test_target_groups_are_named_with_their_capitals():
    answers = Answers(groups=frozenset({"nyanlanda"}))
    sentence = said(criteria.target_group, answers, groups_of("tredjelandsmedborgare"))[1]
    assert sentence == "Till för nyanlända från länder utanför EU."

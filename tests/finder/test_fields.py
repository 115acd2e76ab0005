"""What is typed into the finder: read as people write it, or told what is wrong, and the rest is kept."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import translation

from funding.finder.fields import read_length
from funding.finder.forms import FinderForm
from funding.finder.places import read_countries, read_municipality
from publishing.models import Theme
from publishing.written_amounts import Amount

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_swedish():
    with translation.override("sv"):
        yield


def form(query):
    return FinderForm(QueryDict(query))


def wrong(query):
    """Return what is said to be wrong, by field."""
    return {name: " ".join(errors) for name, errors in form(query).errors.items()}


@pytest.mark.parametrize(
    "text",
    [
        "Kristianstad",
        "kristianstad",
        "Kristianstads kommun",
        "Kristianstad kommun",
        " kristianstads  kommun ",
        "kommunen i Kristianstad",
    ],
)
def test_municipality_as_people_write_it(text):
    place = read_municipality(text)
    assert (place.name, place.region, place.nuts2) == ("Kristianstad", "Skåne län", "SE22")


@pytest.mark.parametrize(
    ("text", "name"), [("Malmö stad", "Malmö"), ("Göteborg", "Göteborg"), ("Upplands Väsby", "Upplands Väsby")]
)
def test_municipality_that_calls_itself_otherwise(text, name):
    assert read_municipality(text).name == name


def test_municipality_that_does_not_exist_is_told_with_those_alike():
    with pytest.raises(ValidationError, match="Menade ni Kristianstad") as error:
        read_municipality("Kristianstadd")
    assert "”Kristianstadd”" in error.value.message % error.value.params
    with pytest.raises(ValidationError, match="ingen svensk kommun som heter"):
        read_municipality("Atlantis")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Finland, Tyskland", {"FI", "DE"}),
        ("finland och Tyskland", {"FI", "DE"}),
        ("Germany; FI", {"FI", "DE"}),
        ("England", {"GB"}),
        ("Bosnien och Hercegovina, Norge", {"BA", "NO"}),
    ],
)
def test_countries(text, codes):
    assert read_countries(text) == codes


def test_country_that_is_none_is_named():
    assert "”Atlantis”" in wrong("lander=Finland, Atlantis")["lander"]


@pytest.mark.parametrize(
    ("text", "months"),
    [("24", 24), ("24 månader", 24), ("2 år", 24), ("1,5 år", 18), ("18 months", 18), ("120", 120), ("1 mån.", 1)],
)
def test_length(text, months):
    assert read_length(text) == months


@pytest.mark.parametrize(
    ("query", "months"),
    [
        ("start=2016&langd=2017", 24),
        ("start=januari 2016&langd=december 2017", 24),
        ("start=2016-01-15&langd=2016-02-14", 1),
        ("start=2016-01-15&langd=2016-02-15", 2),
        ("start=hösten 2016&langd=2017", 16),
    ],
)
def test_length_told_by_its_end(query, months):
    assert form(query).answers.months == months


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("budget=fyra miljoner", "budget", "Skriv beloppet med siffror"),
        ("budget=-100", "budget", "kan inte vara negativt"),
        ("budget=0", "budget", "mer än 0"),
        ("egna=-1 kr", "egna", "kan inte vara negativt"),
        ("langd=0", "langd", "minst en månad"),
        ("langd=-3", "langd", "minst en månad"),
        ("langd=länge", "langd", "gick inte att läsa som en längd"),
        ("langd=121", "langd", "högst 120 månader"),
        ("start=2018&langd=2016", "langd", "före"),
        ("langd=2016", "langd", "när det börjar"),
        ("start=3/5/18", "start", "gick inte att läsa som ett datum"),
        ("datum=30 okt -15", "datum", "gick inte att läsa som ett datum"),
        ("datum=hösten 2015", "datum", "ett helt datum"),
        ("kommun=Atlantis", "kommun", "ingen svensk kommun"),
        ("vi=kejsardöme", "vi", "ingen sorts organisation"),
        ("utland=två", "utland", "Skriv det med siffror"),
        ("utland=-1", "utland", "kan inte vara negativt"),
        ("partner=100", "partner", "högst 99"),
        ("partner=" + "9" * 100, "partner", "högst 99"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_alone(query, field, says):
    errors = wrong(query)
    assert list(errors) == [field]
    assert says in errors[field]


def test_what_is_right_counts_beside_what_is_wrong():
    answers = form(
        "vi=kommun&kommun=Atlantis&budget=fyra miljoner&egna=100 tkr&langd=0&start=hösten 2016&utland=en&partner=2"
    ).answers
    assert (answers.who, answers.place, answers.budget, answers.months, answers.abroad) == ("kommun",) + (None,) * 4
    assert answers.own == Amount(Decimal(100_000), "SEK")
    assert (answers.start.date, answers.partners) == (datetime.date(2016, 9, 1), 2)


def test_municipality_alone_is_the_one_that_asks():
    assert form("kommun=Kristianstad").answers.who == "kommun"
    assert form("kommun=Kristianstad&vi=skola").answers.who == "skola"


def test_two_hundred_themes_are_those_there_are():
    slug = Theme.objects.first().slug
    many = form("&".join([f"tema={slug}", *(f"tema=x{number}" for number in range(200))]))
    assert [theme.slug for theme in many.answers.themes] == [slug]
    assert [note[:4] for note in many.left_out] == ["”x0”", "”x1”", "”x2”", "197 "]


def test_currency_is_kronor_unless_it_is_written():
    assert form("budget=1 000").answers.budget.currency == "SEK"
    assert form("budget=1 000 euro").answers.budget.currency == "EUR"


def test_query_keeps_what_was_typed_and_nothing_that_is_empty_or_not_asked():
    query = form("vi=&kommun=Atlantis&tema=a&tema=b&steg=3&x=1&budget=fyra&budget=fem").query
    assert dict(query.lists()) == {"kommun": ["Atlantis"], "tema": ["a", "b"], "budget": ["fem"]}


@pytest.mark.parametrize(
    ("query", "currency"), [("egna=0", "SEK"), ("egna=0&budget=900000 euro", "EUR"), ("egna=1 kr&budget=9 euro", "SEK")]
)
def test_own_money_without_a_currency_is_in_that_of_the_budget(query, currency):
    assert form(query).answers.own.currency == currency


@pytest.mark.parametrize("name", ["kommun", "start", "langd", "budget", "egna", "partner", "utland", "lander", "datum"])
def test_line_that_is_no_text_or_too_long_is_told_in_plain_words(name):
    assert "inte är text" in wrong(f"{name}=a%00")[name]
    assert "högst 200 tecken" in wrong(f"{name}={9:0300}")[name]


def test_partners_in_other_countries_are_not_none_where_countries_are_named():
    assert "Skriv hur många" in wrong("utland=0&lander=Finland")["utland"]
    assert form("utland=0&lander=Finland").answers.partners_abroad == 1
    assert not wrong("utland=0&lander=Sverige")

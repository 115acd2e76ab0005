"""Dates are read as people write them, never more exactly, and what is unclear is refused with a way to write it."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, strategies as st

from projects.models import Project
from sources.forms import PartialDateField, PeriodForm
from sources.partial_dates import first_day, format_partial
from sources.written_dates import FIRST_YEAR, LAST_YEAR, read_date
from tests.factories import ProjectFactory

D = datetime.date


dates = st.dates(D(FIRST_YEAR, 1, 1), D(LAST_YEAR, 12, 31))


def stored(date, precision):
    """The date as it is stored: the first day of what is known."""
    if precision == "season":
        return date.replace(month=(date.month // 3 or 4) * 3, day=1)
    return first_day(date, precision)


@given(dates, st.sampled_from(["day", "month", "season", "year"]), st.sampled_from(["sv", "en"]))
def test_date_as_it_is_shown_is_read_back_to_the_same(date, precision, language):
    date = stored(date, precision)
    with translation.override(language):
        assert read_date(format_partial(date, precision)) == (date, precision)


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("2018", D(2018, 1, 1), "year"),
        ("år 2018", D(2018, 1, 1), "year"),
        ("hösten 2018", D(2018, 9, 1), "season"),
        ("Höst\u00a02018 ", D(2018, 9, 1), "season"),
        ("ho\u0308sten 2018", D(2018, 9, 1), "season"),
        ("HT 2018", D(2018, 9, 1), "season"),
        ("vt2019", D(2019, 3, 1), "season"),
        ("the autumn of 2018", D(2018, 9, 1), "season"),
        ("Fall 2018", D(2018, 9, 1), "season"),
        ("vintern 2018", D(2018, 12, 1), "season"),
        ("vintern 2018/2019", D(2018, 12, 1), "season"),
        ("winter 2018–19", D(2018, 12, 1), "season"),
        ("mars 2018", D(2018, 3, 1), "month"),
        ("March 2018", D(2018, 3, 1), "month"),
        ("sept. 2018", D(2018, 9, 1), "month"),
        ("2018-03", D(2018, 3, 1), "month"),
        ("2018-03-05", D(2018, 3, 5), "day"),
        ("20180305", D(2018, 3, 5), "day"),
        ("5 mars 2018", D(2018, 3, 5), "day"),
        ("den 5:e mars 2018.", D(2018, 3, 5), "day"),
        ("5/3 2018", D(2018, 3, 5), "day"),
        ("5.3.2018", D(2018, 3, 5), "day"),
        ("5th of March 2018", D(2018, 3, 5), "day"),
        ("March 5, 2018", D(2018, 3, 5), "day"),
        ("29 februari 2016", D(2016, 2, 29), "day"),
    ],
)
def test_date_is_read_as_people_write_it(text, date, precision):
    assert read_date(text) == (date, precision)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("våren -18", "year"),
        ("mars-18", "year"),
        ("18-03-05", "year"),
        ("20111", "year"),
        ("0018", "year"),
        ("1899", "year"),
        ("2101", "year"),
        ("vintern 2018/2020", "year"),
        ("29 februari 2018", "no_day"),
        ("31/4 2018", "no_day"),
        ("2018-13", "no_day"),
        ("ca 2018", "doubt"),
        ("omkring mars 2018", "doubt"),
        ("2018?", "doubt"),
        ("early 2018", "doubt"),
        ("2018–2020", "span"),
        ("2018-2020", "span"),
        ("mars till maj 2018", "span"),
        ("5/3/2018", "unread"),
        ("maj", "unread"),
        ("mycket snart", "unread"),
        ("٢٠١٨", "unread"),
        ("2018 2019", "unread"),
        ("x" * 100_000, "unread"),
    ],
)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_date_that_is_unclear_is_refused_in_words_that_say_what_to_write(text, code, language):
    with translation.override(language), pytest.raises(ValidationError) as refused:
        read_date(text)
    assert refused.value.code == code
    assert 20 < len(refused.value.messages[0]) < 250
    with translation.override("sv" if language == "en" else "en"):
        assert refused.value.messages[0]


@given(st.text(max_size=80))
def test_any_text_is_a_date_or_is_refused(text):
    try:
        date, precision = read_date(text)
    except ValidationError:
        return
    assert date == stored(date, precision)
    assert str(date.year) in text or not text.isascii()


class ProjectPeriodForm(PeriodForm):
    class Meta:
        model = Project
        fields = ["starts_on", "ends_on"]


def test_field_shows_a_date_as_it_is_known_and_refuses_an_empty_one():
    field = PartialDateField(label="Start")
    assert field.prepare_value((D(2018, 9, 1), "season")) == "hösten 2018"
    assert field.prepare_value("hösten") == "hösten"
    assert field.clean(" HÖSTEN 2018") == (D(2018, 9, 1), "season")
    with pytest.raises(ValidationError, match="måste|krävs|obligatorisk"):
        field.clean("")


@pytest.mark.django_db
def test_form_of_a_period_saves_each_date_with_its_precision():
    form = ProjectPeriodForm({"starts_on": "hösten 2018", "ends_on": "2020"}, instance=ProjectFactory())
    assert form.is_valid(), form.errors
    project = Project.objects.get(pk=form.save().pk)
    assert (project.starts_on, project.starts_precision) == (D(2018, 9, 1), "season")
    assert (project.ends_on, project.ends_precision) == (D(2020, 1, 1), "year")


@pytest.mark.django_db
def test_form_of_a_period_shows_what_is_stored_and_leaves_it_as_it_is():
    project = ProjectFactory(starts_on=D(2018, 1, 1), starts_precision="season", ends_on=D(2019, 3, 5))
    shown = {name: ProjectPeriodForm(instance=project)[name].value() for name in ("starts_on", "ends_on")}
    assert shown == {"starts_on": "vintern 2018", "ends_on": "5 mars 2019"}
    form = ProjectPeriodForm(shown, instance=project)
    assert form.is_valid(), form.errors
    assert form.changed_data == []
    project = Project.objects.get(pk=form.save().pk)
    # A winter that is written now begins in December; this one was stored by its January.
    assert (project.starts_on, project.starts_precision) == (D(2018, 1, 1), "season")


@pytest.mark.django_db
def test_form_of_a_period_takes_away_a_date_that_is_emptied():
    project = ProjectFactory(starts_on=D(2018, 1, 1), starts_precision="year")
    form = ProjectPeriodForm({"starts_on": "", "ends_on": ""}, instance=project)
    assert form.is_valid(), form.errors
    assert form.save().starts_on is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("starts", "ends", "said"),
    [
        ("2018", "2017", "Slutet ligger före början"),
        ("5 mars 2018", "4 mars 2018", "Slutet ligger före början"),
        ("mars 2018", "2018", "lika exakt"),
        ("2018", "mars 2018", None),
        ("2018", "2018", None),
    ],
)
def test_form_of_a_period_says_at_the_end_that_it_is_before_the_start(starts, ends, said):
    form = ProjectPeriodForm({"starts_on": starts, "ends_on": ends}, instance=ProjectFactory())
    assert form.is_valid() == (said is None)
    assert list(form.errors) == (["ends_on"] if said else [])
    if said:
        assert said in form.errors["ends_on"][0]


@pytest.mark.django_db
def test_form_of_a_period_keeps_what_was_written_where_it_was_not_understood():
    form = ProjectPeriodForm({"starts_on": "snart", "ends_on": "2020"}, instance=ProjectFactory())
    assert list(form.errors) == ["starts_on"]
    assert 'value="snart"' in str(form["starts_on"])

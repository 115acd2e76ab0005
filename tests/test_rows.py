"""Rows are added, moved and removed without losing what was typed; too many are said; empty ones are no error."""

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given, strategies as st

from entry.rows import MOST_READ, Rows, pressed, rows_at_most, unjudged
from projects.models import Participation, Project
from tests.factories import OrganisationFactory, ParticipationFactory, ProjectFactory


class PartnerForm(forms.Form):
    name = forms.CharField()
    role = forms.ChoiceField(choices=[("partner", "Partner"), ("owner", "Owner")], initial="partner")


class PartnerRowsBase(Rows, forms.BaseFormSet):
    pass


PartnerRows = forms.formset_factory(PartnerForm, formset=PartnerRowsBase, **rows_at_most(5))


def typed(*names, press="", removed=(), order=None):
    """What a browser sends of rows with these names."""
    data = QueryDict(mutable=True)
    data.update({"p-TOTAL_FORMS": str(len(names)), "p-INITIAL_FORMS": "0"})
    for number, name in enumerate(names):
        place = order[number] if order else number + 1
        data.update({f"p-{number}-name": name, f"p-{number}-role": "partner", f"p-{number}-ORDER": str(place)})
        data[f"p-{number}-DELETE"] = "on" if number in removed else ""
    if press:
        button, _space, value = press.partition(" ")
        data[f"{button}-p"] = value
    return data


def names_in(data):
    return [form["name"].value() for form in PartnerRows(data, prefix="p").rows if not form.is_removed]


@pytest.mark.parametrize(
    ("press", "shown"),
    [
        ("add 1", ["A", "B", "C", None]),
        ("up 2", ["A", "C", "B"]),
        ("up 0", ["A", "B", "C"]),
        ("down 0", ["B", "A", "C"]),
        ("down 2", ["A", "B", "C"]),
        ("remove 1", ["A", "C"]),
        ("up 7", ["A", "B", "C"]),
        ("remove 99999", ["A", "B", "C"]),
    ],
)
def test_button_gives_the_rows_back_with_what_was_typed(press, shown):
    assert names_in(pressed(typed("A", "B", "C", press=press), "p")) == shown


@pytest.mark.parametrize("press", ["up x", "remove -1", "down " + "9" * 5000, "up ²"])
def test_button_with_a_number_that_is_none_is_no_button(press):
    assert pressed(typed("A", press=press), "p") is None


def test_form_that_is_sent_has_no_button_pressed():
    assert pressed(typed("A"), "p") is None
    assert pressed(typed("A", press="add 1"), "other") is None


def test_search_of_a_field_gives_the_form_back():
    data = typed("A")
    data["search"] = "owner"
    assert names_in(pressed(data, "p")) == ["A"]


PRESSES = ["add 1", *(f"{button} {number}" for button in ("up", "down", "remove") for number in range(6))]


@given(st.lists(st.sampled_from(PRESSES), max_size=12))
def test_no_presses_lose_a_row_that_was_not_removed(presses):
    data, expected = typed("A", "B", "C"), {"A", "B", "C"}
    for press in presses:
        button, _space, value = press.partition(" ")
        if button == "remove":
            expected.discard("ABC"[int(value)] if int(value) < 3 else "")
        data[f"{button}-p"] = value
        data = pressed(data, "p")
        del data[f"{button}-p"]
    assert {name for name in names_in(data) if name} == expected


def test_rows_that_are_not_sent_yet_are_not_judged():
    rows = PartnerRows(pressed(typed("", "B", press="add 1"), "p"), prefix="p")
    unjudged(rows)
    assert rows.errors == [{}, {}, {}]
    assert not rows.non_form_errors()
    assert "errorlist" not in "".join(str(form) for form in rows)


def test_rows_are_kept_in_their_order_without_the_empty_and_the_removed():
    rows = PartnerRows(typed("A", "", "C", "D", order=[3, 1, 2, 4], removed=[3]), prefix="p")
    assert rows.is_valid(), rows.errors
    assert [form.cleaned_data["name"] for form in rows.kept_forms] == ["C", "A"]


def test_row_with_something_in_it_says_what_is_missing_at_its_field():
    data = typed("", "B")
    data["p-0-role"] = "owner"
    data["p-1-role"] = "king"
    rows = PartnerRows(data, prefix="p")
    assert not rows.is_valid()
    assert [list(errors) for errors in rows.errors] == [["name"], ["role"]]


@pytest.mark.parametrize("number", [6, 500, MOST_READ, 5000])
def test_too_many_rows_are_said_and_shown_again(number):
    rows = PartnerRows(typed(*(f"Namn {n}" for n in range(number))), prefix="p")
    assert not rows.is_valid()
    assert rows.non_form_errors() == ["Det finns plats för högst 5 rader. Ta bort några."]
    assert len(rows.rows) == min(number, MOST_READ)


def test_removed_rows_leave_room_for_others():
    rows = PartnerRows(typed(*"ABCDEF", removed=[0]), prefix="p")
    assert rows.is_valid(), rows.non_form_errors()
    assert rows.is_full


@pytest.mark.parametrize("data", ["", "p-TOTAL_FORMS=x", "p-TOTAL_FORMS=-1&p-INITIAL_FORMS=0", "add-p=1"])
def test_what_no_browser_sends_is_refused_without_an_error_page(data):
    rows = PartnerRows(pressed(QueryDict(data), "p") or QueryDict(data), prefix="p")
    assert not rows.is_valid() or not rows.forms


class ParticipationRowsBase(Rows, forms.BaseInlineFormSet):
    pass


ParticipationRows = forms.inlineformset_factory(
    Project, Participation, formset=ParticipationRowsBase, fields=["organisation", "role", "note"], **rows_at_most(20)
)


@pytest.mark.django_db
def test_rows_of_a_record_are_changed_added_and_removed():
    project = ProjectFactory()
    one, two = (ParticipationFactory(project=project, role="partner") for _ in range(2))
    new = OrganisationFactory()
    data = QueryDict(mutable=True)
    data.update({"p-TOTAL_FORMS": "3", "p-INITIAL_FORMS": "2", "p-0-id": one.pk, "p-1-id": two.pk, "p-0-DELETE": "on"})
    for number, row in enumerate([one.organisation, two.organisation, new]):
        data.update({f"p-{number}-organisation": row.pk, f"p-{number}-role": "partner"})
        data[f"p-{number}-ORDER"] = str(3 - number)
    data["p-1-note"] = "ny"
    rows = ParticipationRows(data, instance=project, prefix="p")
    assert rows.is_valid(), rows.errors
    assert [form.cleaned_data["organisation"] for form in rows.kept_forms] == [new, two.organisation]
    rows.save()
    kept = set(project.participations.values_list("organisation", "note"))
    assert kept == {(two.organisation_id, "ny"), (new.pk, "")}


@pytest.mark.django_db
def test_template_shows_rows_with_their_buttons_and_hides_removed_ones(client, settings):
    settings.DEBUG = True
    data = {"partners-TOTAL_FORMS": "2", "partners-INITIAL_FORMS": "0", "partners-0-DELETE": "on"}
    text = client.post("/om/design/", {**data, "add-partners": "1"}).content.decode()
    assert 'id="partners-0" data-row="partners-0" hidden' in text
    assert 'id="partners-2" data-row="partners-2">' in text
    assert 'name="remove-partners" value="2"' in text
    assert 'class="errorlist" id="id_' not in text

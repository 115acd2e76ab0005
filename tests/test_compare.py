"""Networks and programmes side by side: in the order of the address, with nothing that the reader may not see."""

import pytest
from django.urls import reverse

from publishing.enums import Status

from .factories import NetworkFactory, ProgrammeFactory
from .reading import answer, parse

pytestmark = pytest.mark.django_db
KINDS = {"networks:compare": ("natverk", NetworkFactory), "funding:compare": ("program", ProgrammeFactory)}


def compared(client, name, slugs):
    parameter, _factory = KINDS[name]
    return parse(client.get(reverse(name), {parameter: slugs}).content)


def columns(page):
    return [cell.text for table in page.all("table", "compare") for cell in table.one("thead").all("th")[1:]]


@pytest.mark.parametrize("name", KINDS)
def test_records_stand_in_the_order_of_the_address_and_are_ticked(client, name):
    first, second = KINDS[name][1].create_batch(2, status=Status.PUBLISHED)
    page = compared(client, name, [second.slug, first.slug])
    assert columns(page) == [second.title, first.title]
    assert {box.attrs["value"] for box in page.all("input", checked=None) if "checked" in box.attrs} == {
        first.slug,
        second.slug,
    }


@pytest.mark.parametrize("name", KINDS)
def test_drafts_are_neither_compared_nor_offered(client, name):
    draft = KINDS[name][1](status=Status.DRAFT, title="Hemligt utkast")
    response = client.get(reverse(name), {KINDS[name][0]: draft.slug})
    assert "Hemligt utkast" not in response.content.decode()
    assert columns(parse(response.content)) == []


@pytest.mark.parametrize("name", KINDS)
def test_what_cannot_be_compared_is_told(client, name):
    slugs = [record.slug for record in KINDS[name][1].create_batch(6, status=Status.PUBLISHED)]
    page = compared(client, name, [*slugs, "finns-inte"])
    assert len(columns(page)) == 4
    notes = [item.text for item in page.one("div", "notice--warning").all("li")]
    assert notes == [
        "”finns-inte” finns inte i portalen.",
        "Högst 4 kan visas bredvid varandra. De 2 sista är inte med.",
    ]


def test_lists_of_what_can_be_compared_have_a_box_on_each_row_for_the_form_that_compares():
    for path, target in {"/natverk/": "/natverk/jamfor/", "/finansiering/": "/finansiering/jamfor/"}.items():
        page = parse(answer(path).content)
        form = page.one("form", id="compare")
        assert form.attrs["action"] == target
        boxes = page.all("input", form="compare")
        assert len(boxes) == len(page.all("li", "row"))
        assert page.one("button", form="compare")

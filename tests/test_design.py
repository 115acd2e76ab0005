"""The design language: what is written of it is what the stylesheet has, and colours can be told apart."""

import re

import pytest
from django.conf import settings as project

from integration_portal.design import STYLESHEET, colours, contrast

from .reading import parse

WRITTEN = (project.BASE_DIR / "docs/design.md").read_text()
TEXT = {"ink", "muted", "action", "action-strong", "amber", "warm", "error"}
EDGES = {"edge", "amber-line"}
# What text stands on a ground of its own.
ON_GROUNDS = [
    ("on-action", "action"),
    ("on-action", "action-strong"),
    ("ink", "action-soft"),
    ("action-strong", "action-soft"),
    ("action", "action-soft"),
    ("muted", "action-soft"),
    ("amber", "amber-soft"),
]
each_theme = pytest.mark.parametrize("theme", ["light", "dark"])


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@each_theme
def test_text_and_edges_can_be_told_from_every_ground(theme):
    by_name = {colour.name: colour for colour in colours()[theme]}
    assert by_name.keys() >= TEXT | EDGES
    for name in TEXT | EDGES:
        least = 4.5 if name in TEXT else 3
        assert min(by_name[name].on_paper, by_name[name].on_sunk) >= least, name
    for text, ground in ON_GROUNDS:
        assert contrast(by_name[text].value, by_name[ground].value) >= 4.5, (text, ground)


def test_colours_written_down_are_those_of_the_stylesheet():
    written = re.findall(r"^\| `--([a-z-]+)` \|(.+)\|$", WRITTEN, re.MULTILINE)
    table = {name: [cell.strip(" `") for cell in cells.split("|")] for name, cells in written if "#" in cells}
    themes = colours()
    assert table == {
        light.name: [
            text
            for colour in (light, dark)
            for text in (colour.value, f"{colour.on_paper:.1f}", f"{colour.on_sunk:.1f}")
        ]
        for light, dark in zip(themes["light"], themes["dark"], strict=True)
    }


def test_stylesheet_keeps_to_its_size():
    assert STYLESHEET.stat().st_size <= 40_000


@pytest.mark.django_db
def test_design_page_shows_every_component_to_developers_alone(client, settings):
    addresses = ["/om/design/", "/om/design/lagen.css"]
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    settings.DEBUG = True
    page, states = [client.get(address) for address in addresses]
    assert ".is-hover" in states.content.decode()
    shown = {name for element in parse(page.content).one("main").inside for name in element.classes}
    written = re.findall(r"^\| [^|]+ \| ([^|]+) \|", WRITTEN, re.MULTILINE)
    classes = {name for cell in written for name in re.findall(r"`\.([\w-]+)`", cell)}
    # Those are on every page, this one's own included, or are shown by name.
    assert classes - shown == {"skip-link", "language-switch", "filters", "compare"}

"""What is drawn is what the data says: lengths, marks, links, table, in the reader's language, and nothing is cut.

A drawing is laid out in Python, so most of this needs no page; what only a browser can tell is in the last test.
"""

import datetime
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import given, strategies as st

from drawings.bars import Bar, Bars
from drawings.figure import Table
from drawings.maps import FONT, TILE_WIDTH, Point, PointMap
from drawings.stack import Stack, Whole
from drawings.text import NARROWEST, Words, width, wrap
from drawings.timeline import MARK, Mark, Span, Timeline
from events import drawings as of_events
from events.models import Event
from funding import drawings as of_funding
from funding.models import Call, Programme
from knowledge.drawings import indicator
from knowledge.models import KnowledgeEntry
from organisations.models import Municipality, Region
from projects import drawings as of_projects
from projects.models import Project
from tests import factories
from tests.reading import answer, parse, read_list

COMMON = {"id": "drawn", "title": "Titel", "description": "Beskrivning", "table": Table(["Vad"])}
MIPEX = "/kunskap/mipex-2014-sverige/"
SERIES = "/projekt/konferensserie-overenskommelsen-2011/"
TIMELINE, MAP = "/finansiering/tidslinje/", "/projekt/karta/"


def number(length):
    """The number in a length such as 12.5% or 3em."""
    return float(re.fullmatch(r"(-?[\d.]+)(%|em)", length)[1])


def drawn(path):
    """The figures of a page."""
    return parse(answer(path).content).all("figure", "drawing")


def picture(figure):
    return figure.all("svg")[0]  # the others are inside it


def cells(figure):
    return [[cell.text for cell in row.all("th") + row.all("td")] for row in figure.one("tbody").all("tr")]


# --- Text -----------------------------------------------------------------------------------------------------


@given(st.text("aåmWi1 ÖX-", max_size=120), st.floats(3, 20))
def test_lines_fit_their_room_and_lose_nothing(text, room):
    lines = wrap(text, room)
    assert all(width(line) <= room for line in lines)
    assert "".join(lines).replace("-", "").replace(" ", "") == text.replace("-", "").replace(" ", "")


# --- Bars and stacks ------------------------------------------------------------------------------------------


def bars(*values, **options):
    return Bars(
        **COMMON, bars=[Bar(Words(f"Namn {n}"), value, str(value)) for n, value in enumerate(values)], **options
    )


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=8))
def test_bars_are_as_long_as_their_numbers_and_within_the_drawing(values):
    figure = bars(*values)
    lengths = [number(row.length) for row in figure.rows]
    assert lengths == pytest.approx([100 * value / figure.whole for value in values], abs=0.01)
    assert max(lengths) <= 100
    bottoms = [number(row.y) for row in figure.rows]
    assert bottoms == sorted(bottoms)
    assert bottoms[-1] + number(figure.thickness) < number(figure.height)


def test_bars_with_a_whole_are_parts_of_it():
    figure = bars(98, 62, full=100, ticks=((0, "0"), (50, "50"), (100, "100")))
    assert [row.length for row in figure.rows] == ["98%", "62%"]
    assert figure.axis == [("0%", "0", "start"), ("50%", "50", "middle"), ("100%", "100", "end")]


def test_total_stands_below_a_line_and_only_what_is_approximate_is_hatched():
    total = Bar(Words("Totalt"), 120, "ca 120", "total", approximate=True)
    figure = Bars(**COMMON, bars=[total, Bar(Words("Offentlig sektor"), 30, "30")])
    assert [row.bar.text for row in figure.rows] == ["30", "ca 120"]
    assert [bool(row.rule) for row in figure.rows] == [False, True]
    assert [row.hatched for row in figure.rows] == [False, True]


def test_long_name_never_meets_its_number():
    figure = Bars(**COMMON, bars=[Bar(Words("Integrationsverksamhetens " * 6), 4148664, "4 148 664 kronor")])
    row = figure.rows[0]
    assert len(row.lines) > 3
    assert all(width(line) <= NARROWEST for _y, line in row.lines)
    assert [line for y, line in row.lines if y == row.text_y and line] == []  # the number has the last line alone
    assert not figure.split  # so long a number has no room beside its bar
    figure = Bars(**COMMON, bars=[Bar(Words("Integrationsverksamhetens " * 6), 98, "ca 98")])
    assert all(line and width(line) + width("ca 98") < NARROWEST for _y, line in figure.rows[0].lines)
    assert figure.split


def test_parts_of_a_stack_follow_on_one_another_and_make_the_whole():
    wholes = [Whole(Words("Boden"), [(40, "ca 40"), (25, "ca 25"), (5, "5")], "ca 70", approximate=True)]
    wholes.append(Whole(Words("Stockholm"), [(80, "80"), (30, "30"), (10, "10")], "120"))
    figure = Stack(**COMMON, names=[Words("A"), Words("B"), Words("C")], wholes=wholes)
    for row in figure.rows:
        starts, lengths = [[number(p.x) for p in row.pieces], [number(p.length) for p in row.pieces]]
        assert starts == pytest.approx([0, lengths[0], lengths[0] + lengths[1]], abs=0.02)
        assert number(row.length) == pytest.approx(sum(lengths), abs=0.02)
        assert sum(lengths) <= 100
    boden, stockholm = (number(row.length) for row in figure.rows)
    assert boden / stockholm == pytest.approx(70 / 120, abs=0.001)
    assert number(figure.rows[-1].number_y) < number(figure.height)


# --- Timeline -------------------------------------------------------------------------------------------------


def span(key, start, end, **more):
    days = [year and datetime.date(year, month, day) for year, month, day in ((start, 1, 1), (end, 12, 31))]
    return Span(key, Words(f"Program {key}"), f"/{key}/", *days, **more)


def timeline(*spans, today=datetime.date(2026, 1, 1)):
    return Timeline(**COMMON, groups=[list(spans)], today=today, today_text="I dag")


def test_span_runs_from_its_first_year_to_the_end_of_its_last():
    figure = timeline(span(1, 2007, 2013), span(2, 2014, 2026), today=datetime.date(2017, 1, 1))
    assert figure.years == (2007, 2027)
    (x, end, _y, length), (next_x, last, _next_y, _length) = (row.bar for row in figure.rows)
    assert (x, last) == ("0%", "100%")
    assert end == length == next_x == "35%"
    assert figure.now == ("50.01%", "middle")
    assert [year for _x, year, _anchor in figure.ticks] == [2010, 2015, 2020, 2025]


def test_today_is_not_drawn_where_it_is_not():
    assert timeline(span(1, 2007, 2013)).now is None


def test_end_that_is_not_known_is_open_to_the_edge():
    figure = timeline(span(1, 2005, None), span(2, None, 2010), span(3, None, None), span(4, 2006, 2014))
    assert [row.known for row in figure.rows] == [(True, False), (False, True), (False, False), (True, True)]
    assert figure.rows[0].bar[1] == "100%"
    assert figure.rows[1].bar[0] == "0%"


def test_arrow_leads_from_a_span_down_to_what_followed_it():
    figure = timeline(
        span(1, 2000, 2006, after=(2, 9)), span(2, 2007, 2013, after=(3,)), span(3, 2016, 2020, after=(1,))
    )
    assert [(x, bool(gap)) for x, _y, _down, gap in figure.arrows] == [
        (figure.rows[1].bar[0], False),
        (figure.rows[2].bar[0], True),  # three years lie between
    ]
    assert all(float(down) > 0 for _x, _y, down, _gap in figure.arrows)


def test_marks_never_lie_on_one_another_nor_outside():
    days = [
        datetime.date(2015, 6, 1),
        datetime.date(2015, 7, 1),
        datetime.date(2015, 7, 1),
        datetime.date(2027, 12, 31),
    ]
    marks = tuple(Mark(Words(f"Utlysning {n}"), "/", day) for n, day in enumerate(days))
    row, later = timeline(span(1, 2014, 2027, marks=marks), span(2, 2014, 2020)).rows
    places = [(number(x), number(y)) for _mark, x, y in row.marks]
    for x, y in places:
        assert 50 * MARK <= x <= 100 - 50 * MARK
        assert y < later.middle
        assert all(abs(x - other) >= 100 * MARK - 0.01 for other, level in places if level == y and other != x)
    assert len(set(places)) == len(places)


@given(st.text("abcåäöM 1", min_size=1, max_size=90).filter(str.strip))
def test_names_and_periods_of_a_timeline_fit_the_narrowest_page(name):
    period = "hösten 2011 – 31 december 2012"
    row, last = timeline(span(1, 2007, 2013, period=period, indented=True), span(2, 2014, 2020)).rows
    row = timeline(Span(1, Words(name), "/", datetime.date(2007, 1, 1), None, period, indented=True)).rows[0]
    after_name = "" if row.period_y else f" {period}"
    assert all(width(line) + 1 <= NARROWEST for _y, line in row.lines)
    assert width(row.lines[-1][1] + after_name) + 1 <= NARROWEST


# --- Maps -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_county_has_a_tile_of_its_own_and_a_name_that_fits():
    figure = of_projects.region_map(Project.objects.published())
    assert {tile.href for tile in figure.tiles} == {
        f"/projekt/?lan={slug}" for slug in Region.objects.values_list("slug", flat=True)
    }
    assert len({(tile.column, tile.row) for tile in figure.tiles}) == 21
    _x, _y, right, bottom = map(float, figure.view_box.split())
    for tile, x, y, _depth, lines in figure.placed:
        assert 0 <= x <= right - figure.width
        assert 0 <= y <= bottom - figure.tile_height
        assert len(lines) <= 2
        assert "".join(line for _y, line in lines).replace("-", "") == tile.label.replace("- ", "").replace(" ", "")
        assert all(width(line) * FONT <= TILE_WIDTH - 4 for _y, line in lines)


@pytest.mark.django_db
def test_counties_lie_as_they_do_in_sweden():
    """A hand-made grid is wrong somewhere; but what is far to the north or west of another must not be drawn south or
    east of it.
    """
    regions = Region.objects.all()
    for one in regions:
        for other in regions:
            (column, row), (other_column, other_row) = of_projects.GRID[one.code], of_projects.GRID[other.code]
            if one.latitude - other.latitude > 1.5:
                assert row <= other_row, (one.name, other.name)
            if other.longitude - one.longitude > 5:
                assert column <= other_column, (one.name, other.name)


def test_points_lie_within_the_map_north_at_the_top_and_grow_with_their_number():
    places = [
        ("Kiruna", 67.85, 20.22, 0),
        ("Malmö", 55.6, 13.0, 4),
        ("Haparanda", 65.84, 24.13, 0),
        ("Strömstad", 58.94, 11.17, 1),
    ]
    figure = PointMap(**COMMON, points=[Point(name, lat, lon, n, f"{name}: {n}", "/") for name, lat, lon, n in places])
    _x, _y, right, bottom = map(float, figure.view_box.split())
    at = {dot.point.name: (float(dot.x), float(dot.y)) for dot in figure.shape}
    assert all(0 < x < right and 0 < y < bottom for x, y in at.values())
    assert at["Kiruna"][1] < at["Haparanda"][1] < at["Strömstad"][1] < at["Malmö"][1]
    assert at["Strömstad"][0] < at["Malmö"][0] < at["Kiruna"][0] < at["Haparanda"][0]
    assert [(dot.point.name) for dot in figure.dots] == ["Malmö", "Strömstad"]
    assert float(figure.dots[0].radius) > float(figure.dots[1].radius) > float(figure.shape[0].radius)
    assert bottom / right == pytest.approx(2, abs=0.3)  # Sweden is about twice as high as it is wide


@pytest.mark.django_db
def test_project_counts_once_in_the_county_it_names_and_in_that_of_its_municipalities():
    one, other = factories.RegionFactory.create_batch(2)
    places = [*factories.MunicipalityFactory.create_batch(2, region=one), factories.MunicipalityFactory(region=other)]
    factories.ProjectFactory(regions=[one], municipalities=places)
    factories.ProjectFactory(draft=True, regions=[one], municipalities=places)
    numbers = of_projects.by_region(Project.objects.visible_to(AnonymousUser()))
    assert (numbers[one.pk], numbers[other.pk]) == (1, 1)


@pytest.mark.django_db
def test_tile_leads_to_as_many_projects_as_it_says(client):
    factories.ProjectFactory(municipalities=[Municipality.objects.get(slug="kiruna")])
    figure = of_projects.region_map(Project.objects.visible_to(AnonymousUser()))
    assert {tile.href: tile.number for tile in figure.tiles} == {
        tile.href: read_list(client, tile.href).total for tile in figure.tiles
    }


@pytest.mark.django_db
def test_map_draws_drafts_for_no_reader(client):
    place = Municipality.objects.get(slug="kiruna")
    factories.ProjectFactory(draft=True, municipalities=[place])
    assert client.get("/kommuner/kiruna/").status_code == 200
    assert place.full_name not in client.get(MAP).content.decode()
    factories.ProjectFactory(municipalities=[place])
    page = parse(client.get(MAP).content)
    assert [link.one("title").text for link in page.all("a", href="/kommuner/kiruna/") if link.all("title")] == [
        "Kiruna kommun: 1 projekt"
    ]


@pytest.mark.django_db
def test_map_says_the_same_in_drawing_and_list():
    counties, municipalities = drawn(MAP)
    for figure, expected in ((counties, 21), (municipalities, None)):
        drawing = picture(figure)
        assert drawing.attrs["role"] == "group"
        said = {link.attrs["href"]: link.one("title").text for link in drawing.all("a")}
        listed = {
            row.one("a").attrs["href"]: (row.one("a").text, row.one("td").text) for row in figure.one("tbody").all("tr")
        }
        assert said == {href: f"{name}: {n} projekt" for href, (name, n) in listed.items()}
        assert expected in (None, len(said))
    assert len(municipalities.all("circle", "faint")) == 290


# --- The content ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_mipex_is_drawn_as_its_values():
    entry = KnowledgeEntry.objects.get(slug="mipex-2014-sverige")
    figure = indicator(entry)
    points = entry.values.filter(unit="poäng av 100")
    assert {(bar.label.text, bar.value) for bar in figure.bars} == {(v.label, float(v.number)) for v in points}
    assert [row.length for row in figure.rows] == [f"{row.bar.value:g}%" for row in figure.rows]
    assert [bar.kind for bar in figure.bars] == ["given"] * 8 + ["total", "derived"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("prefix", "mean", "note"), [("", "77,9", "uträknat av oss"), ("/en", "77.9", "worked out by us")]
)
def test_drawing_has_a_title_a_description_and_its_table_in_the_language_of_the_page(prefix, mean, note):
    (figure,) = drawn(prefix + MIPEX)
    image = picture(figure)
    assert image.attrs["role"] == "img"
    named = [image.one(id=name).text for name in image.attrs["aria-labelledby"].split()]
    assert all(named)
    assert named[0] in figure.one("figcaption").text
    table = cells(figure)
    assert [row[1] for row in table[:3]] == ["98", "85", "79"]
    assert table[-1][1:] == [mean, note]
    texts = [text.text for text in image.all("text")]
    assert all(row[1] in texts for row in table)
    assert not image.all("a")


@pytest.mark.django_db
def test_indicator_of_numbers_that_cannot_be_compared_is_not_drawn():
    entry = factories.KnowledgeEntryFactory(kind="indicator")
    for unit in ("personer", "personer", "länder", ""):
        factories.IndicatorValueFactory(entry=entry, unit=unit)
    assert indicator(entry) is None
    factories.IndicatorValueFactory(entry=entry, unit="personer", number=None, text="många")
    assert indicator(entry) is None
    factories.IndicatorValueFactory(entry=entry, unit="personer")
    entry.refresh_from_db()
    assert len(indicator(KnowledgeEntry.objects.get(pk=entry.pk)).bars) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(("place", "numbers"), [("stockholm", [80, 30, 10, 120]), ("boden", [40, 25, 5, 70])])
def test_conference_draws_who_came_and_marks_that_it_is_approximate(place, numbers):
    (figure,) = drawn(f"/evenemang/konferens-{place}-2011/")
    assert [row[1] for row in cells(figure)] == [f"cirka {n}" for n in numbers]
    texts = [text.text for text in picture(figure).all("text")]
    assert [text for text in texts if text.startswith("ca ")] == [f"ca {n}" for n in numbers]
    hatch = figure.one("pattern").attrs["id"]
    # Every bar, drawn twice: under its name and beside it.
    assert len(figure.all("rect", fill=f"url(#{hatch})")) == 2 * len(numbers)


@pytest.mark.django_db
def test_conferences_are_drawn_side_by_side_where_their_series_is_told_of():
    (figure,) = drawn(SERIES)
    assert [row[1:] for row in cells(figure)] == [
        ["cirka 80", "cirka 30", "cirka 10", "cirka 120"],
        ["cirka 60", "cirka 30", "cirka 10", "cirka 100"],
        ["cirka 35", "cirka 35", "cirka 5", "cirka 75"],
        ["cirka 40", "cirka 25", "cirka 5", "cirka 70"],
    ]
    assert figure.one("tbody").all("a")[0].attrs["href"] == "/evenemang/konferens-stockholm-2011/"


@pytest.mark.django_db
def test_events_that_are_not_counted_cost_no_query(django_assert_num_queries):
    project = factories.ProjectFactory()
    factories.EventFactory.create_batch(2, project=project)
    with django_assert_num_queries(1):
        assert of_events.comparison(Event.objects.of_project(project)) is None


@pytest.mark.django_db
def test_partners_are_counted_once_and_those_of_no_known_country_stand_last():
    project = factories.ProjectFactory()
    sweden, spain = (factories.CountryFactory(code=code) for code in ("SE", "ES"))
    town = factories.OrganisationFactory(country=sweden)
    for role in ("owner", "partner"):
        factories.ParticipationFactory(project=project, organisation=town, role=role)
    assert of_projects.partners(project) is None
    for country in (None, None, None, spain, spain):
        factories.ParticipationFactory(project=project, organisation=factories.OrganisationFactory(country=country))
    with override("sv"):
        figure = of_projects.partners(project)
        assert [(bar.label.text, bar.value) for bar in figure.bars] == [
            ("Spanien", 2),
            ("Sverige", 1),
            ("Landet anges inte", 3),
        ]
    assert len(figure.rows) == 3


@pytest.mark.django_db
def test_money_is_drawn_only_where_it_can_be_compared():
    later = factories.ProgrammeFactory(
        starts_on="2021-01-01", budget="300", budget_currency="EUR", budget_approximate=True
    )
    other = factories.ProgrammeFactory(budget="900", budget_currency="SEK")
    programme = factories.ProgrammeFactory(
        starts_on="2014-01-01", budget="200", budget_currency="EUR", succeeded_by=[other]
    )

    def money():
        found = Programme.objects.get(pk=programme.pk)
        return of_funding.money(found, list(Programme.objects.published().family_of(found)))

    assert money() is None  # crowns are not euro
    programme.succeeded_by.add(later)
    assert [(bar.value, bar.approximate) for bar in money().bars] == [(200, False), (300, True)]
    Programme.objects.update(budget_per_year=False)
    Programme.objects.filter(pk=later.pk).update(budget_per_year=True)
    assert money() is None


@pytest.mark.django_db
def test_timeline_of_all_programmes_links_to_each_of_them_and_to_their_calls():
    (figure,) = drawn(TIMELINE)
    records = [*Programme.objects.published(), *Call.objects.published()]
    links = {record.get_absolute_url() for record in records}
    table = {link.attrs["href"] for link in figure.one("table").all("a")}
    assert table == links
    marked = {link.attrs["href"] for link in picture(figure).all("a")}
    undated = {c.get_absolute_url() for c in Call.objects.filter(year=None, windows=None)}
    assert marked == links - undated
    assert picture(figure).attrs["role"] == "group"


@pytest.mark.django_db
def test_timeline_tells_what_succeeded_what():
    rows = {row[0]: row[1:] for row in cells(drawn("/finansiering/program/amif-nationell/")[0])}
    assert rows["Europeiska integrationsfonden"] == ["2007–2013", "AMIF"]
    assert rows["Asyl-, migrations- och integrationsfonden (AMIF)"] == ["2014–2020", "AMIF 2021–2027"]
    assert rows["AMIF: 2016 års arbetsprogram"] == ["2016", "utlysning"]


@pytest.mark.django_db
def test_timeline_shows_no_draft_and_escapes_what_it_shows(client):
    later = factories.ProgrammeFactory(draft=True, title="Hemligt program", starts_on="2021-01-01")
    programme = factories.ProgrammeFactory(
        title="<script>alert(1)</script>", starts_on="2014-01-01", ends_on="2020-12-31", succeeded_by=[later]
    )
    factories.CallFactory(programme=programme, title="Utlysning <b>", year=2016)
    factories.CallFactory(draft=True, programme=programme, title="Hemlig utlysning", year=2017)
    for path in (TIMELINE, programme.get_absolute_url()):
        html = client.get(path).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert "<script>alert" not in html
        assert "Utlysning &lt;b&gt;: 2016" in html
        assert "Hemlig" not in html
    client.force_login(factories.UserFactory(staff=True))
    assert "Hemligt program" in client.get(TIMELINE).content.decode()


@pytest.mark.django_db
def test_timeline_draws_the_latest_calls_when_there_are_too_many(client, monkeypatch):
    monkeypatch.setattr(of_funding, "MOST_CALLS", 2)
    programme = factories.ProgrammeFactory(starts_on="2014-01-01", ends_on="2020-12-31")
    for year in (3015, 3014, 3016):
        factories.CallFactory(programme=programme, title=f"Utlysning {year}", year=year)
    for path in (TIMELINE, programme.get_absolute_url()):
        (figure,) = parse(client.get(path).content).all("figure", "drawing")
        assert [row[0] for row in cells(figure) if row[0].startswith("Utlysning 3")] == [
            "Utlysning 3015",
            "Utlysning 3016",
        ]
        assert "de senaste 2" in figure.one("figcaption").text


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "queries"), [(TIMELINE, 5), (MAP, 7)])
def test_queries_of_a_drawing_are_as_many_for_many_records_as_for_few(client, path, queries):
    """One asks for the version of the content and one for what turns today, as on every page after a change."""

    def count():
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        return len(captured)

    before = count()
    place = factories.MunicipalityFactory()
    factories.ProjectFactory.create_batch(5, municipalities=[place], regions=[place.region])
    for programme in factories.ProgrammeFactory.create_batch(5, starts_on="2014-01-01"):
        factories.CallFactory(programme=programme, year=2015)
    assert count() == before == queries


# --- In a browser ---------------------------------------------------------------------------------------------

# Every text that is seen, of each drawing: where it leaves the drawing, and where it lies on another text.
WRONG = """() => {
  const wrong = [], edge = 1
  for (const svg of document.querySelectorAll('.drawing > svg')) {
    const frame = svg.getBoundingClientRect()
    const texts = [...svg.querySelectorAll('text')].filter(text => text.checkVisibility())
    const boxes = texts.map(text => [text.textContent, text.getBoundingClientRect()])
    boxes.forEach(([text, box], index) => {
      if (box.left < frame.left - edge || box.right > frame.right + edge || box.top < frame.top - edge ||
          box.bottom > frame.bottom + edge) wrong.push(`${text}: outside`)
      for (const [other, area] of boxes.slice(index + 1)) {
        const across = Math.min(box.right, area.right) - Math.max(box.left, area.left)
        const down = Math.min(box.bottom, area.bottom) - Math.max(box.top, area.top)
        // Lines are closer than their boxes, which have room for every accent.
        if (across > edge && down > 0.3 * Math.min(box.height, area.height)) wrong.push(`${text}: on ${other}`)
      }
    })
    if (!boxes.length && !svg.querySelector('circle')) wrong.push('nothing drawn')
  }
  if (document.documentElement.scrollWidth > window.innerWidth) wrong.push('scrolls sideways')
  return wrong
}"""


# What WCAG 1.4.12 lets a reader do, and text of double size; a sheet made by script is not held back by the policy.
SPACED = "* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important; line-height: 1.5 !important }"
CHANGE = "rules => { const s = new CSSStyleSheet(); s.replaceSync(rules); document.adoptedStyleSheets = [s] }"


def test_text_of_drawings_is_whole_on_every_width(browser_page):
    """Also with the spacing of WCAG 1.4.12 and with text of double size."""
    seen = 0
    for path in (MIPEX, SERIES, TIMELINE, MAP, "/en/finansiering/program/amif-nationell/"):
        browser_page.goto(path)
        for across in (320, 700, 1280):
            browser_page.set_viewport_size({"width": across, "height": 900})
            for rules in ("", SPACED, "html { font-size: 200% !important }"):
                browser_page.evaluate(CHANGE, rules)
                assert browser_page.evaluate(WRONG) == [], f"{path}, {across} px, {rules}"
                seen += browser_page.locator(".drawing > svg").count()
    assert seen >= 6 * 9


def test_links_of_a_drawing_are_met_by_keyboard_and_seen(browser_page):
    browser_page.goto(TIMELINE)
    link = browser_page.locator(".drawing svg a:visible").first
    link.focus()
    browser_page.keyboard.press("Tab")
    focused = browser_page.evaluate(
        "[document.activeElement.getAttribute('href'), getComputedStyle(document.activeElement).outlineStyle]"
    )
    assert focused[0].startswith("/finansiering/")
    assert focused[1] == "solid"
    browser_page.keyboard.press("Enter")
    browser_page.wait_for_url(f"**{focused[0]}")

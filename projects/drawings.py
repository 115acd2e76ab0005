"""What is drawn of projects: where in Sweden they are, and from which countries the partners of one come."""

from collections import Counter

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from drawings.bars import Bar, Bars
from drawings.figure import Cell, Table
from drawings.maps import Point, PointMap, Tile, TileMap
from drawings.text import Words
from organisations.models import Municipality, Region
from publishing.drawings import amount
from search.swedish import swedish_sort_key

from .models import Project

# Sweden's counties by their code, as (column, row): drawn by hand, north at the top, every neighbour near.
GRID = {
    "25": (3, 0), "24": (3, 1), "23": (2, 2), "22": (3, 2), "20": (2, 3), "21": (3, 3),
    "17": (1, 4), "19": (2, 4), "03": (3, 4), "18": (1, 5), "04": (2, 5), "01": (3, 5),
    "14": (0, 6), "06": (1, 6), "05": (2, 6), "13": (0, 7), "07": (1, 7), "08": (2, 7), "09": (3, 7),
    "12": (0, 8), "10": (1, 8),
}  # fmt: skip
# Names that are too long for a tile and have no space to break at.
BROKEN = {
    "Södermanland": "Söderman- land",
    "Västerbotten": "Väster- botten",
    "Västernorrland": "Väster- norrland",
    "Västmanland": "Västman- land",
    "Östergötland": "Öster- götland",
}


def by_region(projects) -> dict[int, int]:
    """Return the number of ``projects`` by the key of the county: each once in a county that it names, or that one of
    its municipalities lies in. Two queries.
    """
    named = Project.regions.through.objects.filter(project__in=projects)
    placed = Project.municipalities.through.objects.filter(project__in=projects)
    unnamed = placed.exclude(Exists(named.filter(project=OuterRef("project"), region=OuterRef("municipality__region"))))
    count = Count("project", distinct=True)
    numbers = Counter(dict(named.order_by().values_list("region").annotate(count)))
    numbers.update(dict(unnamed.order_by().values_list("municipality__region").annotate(count)))
    return dict(numbers)


def region_map(projects, note: str = "") -> TileMap:
    """Return the counties as tiles with how many of ``projects`` are there; each leads to the list of its projects.

    Three queries, whatever there is.
    """
    numbers = by_region(projects)
    regions = [region for region in Region.objects.all() if region.code in GRID]
    where = reverse("projects:list")
    counted = [(region, numbers.get(region.pk, 0), f"{where}?lan={region.slug}") for region in regions]
    tiles = [
        Tile(
            label=BROKEN.get(region.short_name, region.short_name),
            name=f"{region.name}: {_projects(number)}",
            number=number,
            text=amount(number),
            href=href,
            column=GRID[region.code][0],
            row=GRID[region.code][1],
        )
        for region, number, href in counted
    ]
    return TileMap(
        id="counties",
        heading=_("By county"),
        title=_("Projects by county"),
        description=_("Sweden’s counties as tiles in the country’s rough shape, each with the number of its projects."),
        note=note,
        table=_table(_("County"), [(region.name, href, number) for region, number, href in counted]),
        # In the order of reading, which is that of the keyboard.
        tiles=sorted(tiles, key=lambda tile: (tile.row, tile.column)),
    )


def municipality_map(projects) -> PointMap:
    """Return the municipalities as points, those with some of ``projects`` larger and leading to their pages.

    Two queries, whatever there is.
    """
    numbers = dict(
        Project.municipalities.through.objects.filter(project__in=projects)
        .order_by()
        .values_list("municipality")
        .annotate(Count("project", distinct=True))
    )
    municipalities = list(Municipality.objects.only("name", "full_name", "slug", "latitude", "longitude"))
    counted = [(place, numbers[place.pk]) for place in municipalities if place.pk in numbers]
    return PointMap(
        id="municipalities",
        heading=_("By municipality"),
        title=_("Projects by municipality"),
        description=_("Every municipality as a point; those with projects are larger, the more projects the larger."),
        table=_table(
            _("Municipality"), [(place.full_name, place.get_absolute_url(), number) for place, number in counted]
        ),
        points=[_point(place, numbers.get(place.pk, 0)) for place in municipalities],
    )


def _point(place, number: int) -> Point:
    here = (float(place.latitude), float(place.longitude))
    if not number:
        return Point(place.name, *here)
    return Point(place.name, *here, number, f"{place.full_name}: {_projects(number)}", place.get_absolute_url())


def _projects(number: int) -> str:
    return ngettext("%(number)s project", "%(number)s projects", number) % {"number": amount(number)}


def _table(place: str, rows: list[tuple[str, str, int]]) -> Table:
    """Return places with their numbers, the most first; places of the same number keep their order."""
    rows = sorted(rows, key=lambda row: -row[2])
    cells = [[Cell(Words(name), href), Cell(Words(amount(number)), number=True)] for name, href, number in rows]
    return Table([place, _("Number of projects")], cells, numbers=(1,))


def partners(project) -> Bars | None:
    """Return how many of those who take part in ``project`` come from each country; None when all are from one.

    An organisation with several roles counts once. Those whose country is not known stand last, as that. Uses only
    ``project.participations.all()`` with their organisations and countries.
    """
    organisations = {row.organisation_id: row.organisation for row in project.participations.all()}
    numbers = Counter(one.country.name if one.country else "" for one in organisations.values())
    if len(numbers.keys() - {""}) < 2:
        return None
    order = sorted(numbers, key=lambda name: (name == "", -numbers[name], swedish_sort_key(name)))
    bars = [Bar(Words(name or _("Country not stated")), numbers[name], amount(numbers[name])) for name in order]
    return Bars(
        id="partners",
        heading=_("Partners by country"),
        title=_("Organisations that take part, by country"),
        description=" ".join(f"{bar.label.text}: {bar.text}." for bar in bars),
        table=Table(
            [_("Country"), _("Organisations")],
            [[Cell(bar.label), Cell(Words(bar.text), number=True)] for bar in bars],
            numbers=(1,),
        ),
        bars=bars,
        in_order=True,
    )

"""Maps without outlines: places as tiles in a grid, and places as points where they lie."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from .figure import Drawing
from .text import width, wrap

# The sizes of a tile, in units of the map. A map is scaled as a whole: at 288 px a unit is 0.9 px, and a tile 70 by 47.
TILE_WIDTH, TILE_HEIGHT, GAP = 80, 54, 3
FONT = 11.5


@dataclass(frozen=True)
class Tile:
    """A place in the grid, with its number; it leads to ``href``. ``name`` is said for the whole link."""

    label: str
    name: str
    number: int
    text: str
    href: str
    column: int
    row: int


@dataclass(frozen=True, kw_only=True)
class TileMap(Drawing):
    """Places of equal size in a grid that someone has drawn; the darker, the larger the number written there."""

    tiles: list[Tile]

    template: ClassVar[str] = "drawings/_tiles.html"
    role: ClassVar[str] = "group"
    width: ClassVar[int] = TILE_WIDTH - GAP
    tile_height: ClassVar[int] = TILE_HEIGHT - GAP

    @property
    def view_box(self) -> str:
        columns, rows = (1 + max(getattr(tile, name) for tile in self.tiles) for name in ("column", "row"))
        return f"0 0 {columns * TILE_WIDTH + 2} {rows * TILE_HEIGHT - GAP}"

    @cached_property
    def placed(self) -> list[tuple[Tile, int, int, int, list[tuple[int, str]]]]:
        """Each tile with where it stands, how dark it is (0 none, 1, 2 at least half of the largest) and its lines."""
        largest = max((tile.number for tile in self.tiles), default=0)
        placed = []
        for tile in self.tiles:
            depth = 0 if not tile.number else 2 if 2 * tile.number >= largest else 1
            lines = [(15 + 13 * number, line) for number, line in enumerate(fitted(tile.label))]
            placed.append((tile, tile.column * TILE_WIDTH, tile.row * TILE_HEIGHT, depth, lines))
        return placed


def fitted(label: str) -> list[str]:
    """Return the name of a place in lines that never reach the next tile's."""
    room = (TILE_WIDTH - 4) / FONT
    return [label] if width(label) <= room else wrap(label, room)


@dataclass(frozen=True)
class Point:
    """A place where it lies, in degrees; with a number it is drawn larger and leads to ``href``."""

    name: str
    latitude: float
    longitude: float
    number: int = 0
    text: str = ""
    href: str = ""


@dataclass(frozen=True)
class Dot:
    point: Point
    x: str
    y: str
    radius: str


@dataclass(frozen=True, kw_only=True)
class PointMap(Drawing):
    """Points that together make the shape of a country: small ones, and over them larger ones by their number.

    The projection is the simplest: degrees as lengths, those of longitude shortened as at the middle latitude.
    """

    points: list[Point]

    template: ClassVar[str] = "drawings/_points.html"
    role: ClassVar[str] = "group"
    WIDTH: ClassVar[int] = 300
    MARGIN: ClassVar[int] = 16

    @cached_property
    def _projection(self) -> tuple[float, float, float, float]:
        """West, north, units for a degree of latitude, and for one of longitude."""
        latitudes = [point.latitude for point in self.points]
        longitudes = [point.longitude for point in self.points]
        shortened = math.cos(math.radians((min(latitudes) + max(latitudes)) / 2))
        across = (max(longitudes) - min(longitudes)) * shortened
        scale = (self.WIDTH - 2 * self.MARGIN) / (across or 1)
        return min(longitudes), max(latitudes), scale, scale * shortened

    def _dot(self, point: Point, radius: float) -> Dot:
        west, north, down, along = self._projection
        x = self.MARGIN + (point.longitude - west) * along
        y = self.MARGIN + (north - point.latitude) * down
        return Dot(point, f"{x:.1f}", f"{y:.1f}", f"{radius:.1f}")

    @property
    def view_box(self) -> str:
        _west, north, down, _along = self._projection
        south = min(point.latitude for point in self.points)
        return f"0 0 {self.WIDTH} {math.ceil((north - south) * down) + 2 * self.MARGIN}"

    @property
    def shape(self) -> list[Dot]:
        """Every place, as a faint point."""
        return [self._dot(point, 1.7) for point in self.points]

    @property
    def dots(self) -> list[Dot]:
        """The places with a number; the area grows with it. The largest first, so that none hides a smaller one."""
        largest = max((point.number for point in self.points), default=0)
        growth = min(2.5, 10 / math.sqrt(largest or 1))
        found = sorted((point for point in self.points if point.number), key=lambda point: -point.number)
        return [self._dot(point, 3 + growth * math.sqrt(point.number)) for point in found]

"""Records in an order of display, and the part of them that a page shows."""

from array import array
from functools import cached_property
from itertools import islice

from pyroaring import BitMap

# Up to so many hits are sorted by their place in the order; with more it is quicker to walk along the order.
SORTED_AT_MOST = 3000


class Order:
    """All records that one reader may see, in one order: four bytes a record."""

    def __init__(self, ids):
        self.ids = array("I", ids)
        self.members = BitMap(self.ids)

    @cached_property
    def places(self) -> array:
        """The place of each id in the order."""
        places = array("I", bytes(array("I").itemsize * (max(self.ids, default=0) + 1)))
        for place, pk in enumerate(self.ids):
            places[pk] = place
        return places

    def part(self, hits: BitMap, start: int, stop: int) -> list[int]:
        """Return the ids from ``start`` up to ``stop`` of ``hits`` (some of the members) in this order."""
        number = len(hits)
        start, stop = min(start, number), min(stop, number)
        if number == len(self.ids):
            return list(self.ids[start:stop])
        if number <= SORTED_AT_MOST:
            return sorted(hits, key=self.places.__getitem__)[start:stop]
        if start > number / 2:  # the end is nearer
            backwards = filter(hits.__contains__, reversed(self.ids))
            return list(islice(backwards, number - stop, number - start))[::-1]
        return list(islice(filter(hits.__contains__, self.ids), start, stop))


class Ranked:
    """Some records first, as a search ranks them, and then the others in an order of their own."""

    def __init__(self, first: list[int], order: Order):
        self.first, self.order = first, order

    def part(self, hits: BitMap, start: int, stop: int) -> list[int]:
        """Return the ids from ``start`` up to ``stop`` of ``hits``, those of the search first."""
        first = [pk for pk in self.first if pk in hits]
        part = first[start:stop]
        missing = min(stop, len(hits)) - start - len(part)
        if missing > 0:
            after = max(start - len(first), 0)
            part += self.order.part(hits - BitMap(first), after, after + missing)
        return part


class Shown:
    """The hits of a list in their order, as a Paginator wants them; ``rows`` returns the records with some ids."""

    def __init__(self, order: Order | Ranked, hits: BitMap, rows):
        self.order, self.hits, self.rows = order, hits, rows

    def count(self) -> int:
        return len(self.hits)

    def __getitem__(self, part: slice) -> list:
        ids = self.order.part(self.hits, part.start, part.stop)
        rows = {row.pk: row for row in self.rows(ids)} if ids else {}
        # One that went between the two questions is missing; the next page that is asked for knows.
        return [rows[pk] for pk in ids if pk in rows]

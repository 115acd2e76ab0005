"""What a list says of itself to be taken along: its columns, its dates, and its records in parts that fit in memory."""

from collections.abc import Iterable, Iterator

from django.db.models import F
from django.utils.text import capfirst
from pyroaring import BitMap

from ..order import Order
from .calendar import Entry
from .cells import Column, called, said
from .taken import changed_at

# So many records are in memory at a time; SQLite takes 999 values in one query.
CHUNK = 500


class Contents:
    """Base of ``ListFilter``: what the formats read. A kind of record says what is its own."""

    # The columns of its tables; the address of each record is put after them.
    columns: list[Column] = []
    # Whether its records have dates that one wants in a calendar.
    has_dates = False

    @property
    def documents(self) -> BitMap:
        """The hits by their numbers in the index."""
        return self.kind.documents(self.hits)

    @classmethod
    def list_title(cls) -> str:
        """Return what the list is called, in the active language."""
        return capfirst(str(cls._meta.model._meta.verbose_name_plural))

    def with_all(self, records):
        """Return ``records`` with what the columns and the calendar need besides what a row of the list shows."""
        return records

    def calendar_entries(self, record) -> Iterable[Entry]:
        """Return the dates of ``record`` that one wants in a calendar."""
        return []

    def title_of(self, record) -> str:
        return called(record)

    def summary_of(self, record) -> str:
        return said(record, "summary")

    @property
    def hit_ids(self) -> list[int]:
        """The keys of all hits in the order that was asked for."""
        shown = self.shown
        return shown.order.part(shown.hits, 0, shown.count())

    def chunks(self, ids: list[int] | None = None) -> Iterator[list]:
        """Yield the records with these ids, all hits unless said otherwise, a part at a time, in their order."""
        ids = self.hit_ids if ids is None else ids
        for start in range(0, len(ids), CHUNK):
            part = ids[start : start + CHUNK]
            records = {record.pk: record for record in self.records(part)}
            yield [records[pk] for pk in part if pk in records]  # one may be gone since

    def records(self, ids: list[int]) -> list:
        """Return the records with these ids, in any order, with all that the formats show."""
        return list(self.with_all(self._dated(self.annotated(self.queryset.filter(pk__in=ids)))).order_by())

    def changed_last(self, number: int, hits=None) -> list:
        """Return the ``number`` hits, or of these ``hits``, that changed last, the latest first."""
        order = self.remembered("changed", self.reader, work=self._order_of_change)
        ids = order.part((self.hits if hits is None else hits) & order.members, 0, number)
        records = [record for chunk in self.chunks(ids) for record in chunk]
        return sorted(records, key=changed_at, reverse=True)

    def _order_of_change(self) -> Order:
        # As ``changed_at()`` has it: what has a time of a change, then what only has the day of its facts.
        known = {"changed_at": "last_change", "facts_as_of": "facts_as_of"}
        names = [name for name, told_by in known.items() if hasattr(self.queryset.model, told_by)]
        latest = self._dated(self.queryset).order_by(*(F(name).desc(nulls_last=True) for name in names), "-pk")
        return Order(latest.values_list("pk", flat=True).iterator(chunk_size=10_000))

    def _dated(self, records):
        """Return ``records`` with ``changed_at``, where their model tells it: when what readers see changed last."""
        last_change = getattr(records.model, "last_change", None)
        return records.annotate(changed_at=last_change()) if last_change else records

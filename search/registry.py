"""The kinds of records that can be found, and the number that a record has in the index."""

from dataclasses import dataclass

from pyroaring import BitMap

# A document's number is its kind's times this, plus the record's primary key: so the documents of a kind are a range,
# and a set of documents becomes a set of records by a shift. Sets hold 32 bits: 31 kinds, 134 million records of each.
RANGE = 1 << 27
_kinds = {}


@dataclass(frozen=True)
class Kind:
    """A registered model. ``number`` is stored with every document and must never change; ``name`` is in addresses."""

    model: type
    number: int
    name: str
    # Lookups to the rows that its documents are made of.
    follows: tuple[str, ...] = ()
    # What its records' scores are multiplied by: under 1, others go before where they fit as well.
    weight: float = 1.0
    # Whether its names are suggested while somebody types.
    suggested: bool = False

    @property
    def start(self) -> int:
        return self.number * RANGE

    @property
    def stop(self) -> int:
        return self.start + RANGE

    def document_id(self, pk: int) -> int:
        return self.start + pk

    def records(self, documents: BitMap) -> BitMap:
        """Return the primary keys of those of ``documents`` that are of this kind."""
        return (documents & BitMap(range(self.start, self.stop))).shift(-self.start)

    def documents(self, records: BitMap) -> BitMap:
        """Return the documents of the records with these primary keys."""
        return records.shift(self.start)


def add(model, *, number: int, **more) -> Kind:
    """Register ``model`` as a kind of what can be found; ``more`` are the fields of ``Kind``."""
    taken = {kind.number for kind in _kinds.values() if kind.model is not model}
    if number in taken or not 0 < number < 32:
        raise ValueError(f"{model}: the number {number} is taken or too large.")
    kind = _kinds[model] = Kind(model, number, **more)
    return kind


def kinds() -> list[Kind]:
    """Return all kinds in the order of their numbers, which is that of the portal's menus."""
    return sorted(_kinds.values(), key=lambda kind: kind.number)


def kind_of(model) -> Kind:
    return _kinds[model]


def is_registered(model) -> bool:
    return model in _kinds


def weight_sql(column: str) -> str:
    """Return SQL for the weight of the kind of the document whose number is in ``column``."""
    lighter = [f"WHEN {column} >= {k.start} AND {column} < {k.stop} THEN {k.weight}" for k in kinds() if k.weight != 1]
    return f"CASE {' '.join(lighter)} ELSE 1.0 END" if lighter else "1.0"


def kind_of_document(document_id: int) -> Kind | None:
    """Return the kind of a document by its number; None for one of a kind that is no more."""
    return next((kind for kind in _kinds.values() if kind.start <= document_id < kind.stop), None)

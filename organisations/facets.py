from search.facets import RelationFacet
from search.swedish import swedish_sort_key

from .models import Country
from .models.place import country_name


class CountryFacet(RelationFacet):
    """Countries by their ISO code; their names come from Babel, not from the database."""

    def __init__(self, *paths, **kwargs):
        super().__init__(Country, *paths, key="code", name="code", **kwargs)

    def read_names(self):
        names = {code: country_name(code) for code in super().read_names()}
        return dict(sorted(names.items(), key=lambda option: swedish_sort_key(option[1])))

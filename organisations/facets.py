from search.facets import RelationFacet

from .models import Country
from .models.place import country_name


class CountryFacet(RelationFacet):
    """Countries by their ISO code; their names come from Babel, not from the database."""

    def __init__(self, path, **kwargs):
        super().__init__(Country, path, key="code", name="code", **kwargs)

    def labels(self, values):
        return {code: country_name(code) for code in super().labels(values)}

    def option_label(self, option, counted):
        return country_name(option)

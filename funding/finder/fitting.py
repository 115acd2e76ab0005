"""What fits, as a search that can be saved: whoever follows it hears of what comes to fit (following/subjects.py)."""

from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _
from pyroaring import BitMap

from search.options import Chip

from .answer import FITS, Answer
from .catalogue import Catalogue
from .fields import Chosen
from .forms import FinderForm
from .told import told


class Fitting:
    """Has of a list's filter (search/lists.py) what following it takes."""

    searched_apart = False

    def __init__(self, request):
        self.request, self.form = request, FinderForm(request.GET)

    @classmethod
    def of(cls, request) -> "Fitting":
        return cls(request)

    @staticmethod
    def list_title() -> str:
        return _("Money that fits you")

    def valid_query(self) -> QueryDict:
        """Return the answers that were understood, as a query."""
        query = self.form.query.copy()
        for name in list(query):
            if name in self.form.errors:
                del query[name]
            elif isinstance(self.form.fields[name], Chosen):
                query.setlist(name, self.form.cleaned_data[name])
        return query

    @cached_property
    def documents(self) -> BitMap:
        """The programmes and calls that fit, by their numbers in the index."""
        return Answer(Catalogue(self.request, self.form.answers)).sets[FITS]

    @property
    def chips(self) -> list[Chip]:
        """The answers in words."""
        return [Chip(one.text, "") for one in told(self.form) if one.text]

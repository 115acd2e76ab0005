"""What tables and calendars show of projects."""

from django.utils.translation import gettext as _, gettext_lazy

from publishing.formats import SUMMARY, THEMES, TITLE, published
from search.formats.calendar import Entry
from search.formats.cells import Column, called, field, joined, money, names
from sources.formats import FACTS_AS_OF, date_column, dated_entry

PROJECT_COLUMNS = [
    TITLE,
    field(gettext_lazy("short name"), "short_name"),
    date_column(gettext_lazy("starts"), "starts"),
    date_column(gettext_lazy("ends"), "ends"),
    Column(gettext_lazy("owner"), lambda project: ", ".join(called(row.organisation) for row in project.owners)),
    *money(gettext_lazy("total budget"), "budget", "currency"),
    *money(gettext_lazy("granted support"), "grant", "currency"),
    Column(
        gettext_lazy("programmes"),
        lambda project: joined(published(row.programme for row in project.funding.all())),
    ),
    names(gettext_lazy("countries"), "countries"),
    names(gettext_lazy("counties"), "regions"),
    names(gettext_lazy("municipalities"), "municipalities"),
    field(gettext_lazy("target group"), "target_group"),
    THEMES,
    FACTS_AS_OF,
    SUMMARY,
]
# The rows that these need besides those of the list.
PROJECT_ROWS = ["funding__programme", "countries", "regions", "municipalities"]


def project_entries(project) -> list[Entry]:
    """Return when ``project`` begins and ends; what lies between would fill a calendar for years."""
    return [
        *dated_entry(project, "starts", _("Project begins"), project.starts_on, project.starts_precision),
        *dated_entry(project, "ends", _("Project ends"), project.ends_on, project.ends_precision),
    ]

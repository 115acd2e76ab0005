"""What is drawn of a calculation: the balance of the project, quarter by quarter."""

from django.utils.translation import gettext as _

from drawings.columns import Column, Columns
from publishing.templatetags.content import money


def balance(calculation) -> Columns:
    """Return a drawing of the cash flow of ``calculation``; its figures stand in the page's own table."""
    flow = calculation.flow
    columns = [Column(q.year, float(q.balance), float(q.lowest)) for q in flow.quarters]
    return Columns(
        id="balance",
        title=_("What you have paid out and not got back, quarter by quarter"),
        description=_("Columns down from zero are money that is out. At the most it is %(amount)s.")
        % {"amount": money(flow.to_carry, calculation.currency)},
        table=None,
        columns=columns,
        names=(_("at the end of the quarter"), _("at the lowest in the quarter")),
        lowest_text=money(flow.lowest, calculation.currency),
    )

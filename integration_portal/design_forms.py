"""A form with every part that forms are made of, for the design page: judged and shown again, never saved."""

from django import forms

from attachments.forms import AttachmentForm
from entry.picking import Picking, PickMany, PickOne
from entry.rows import Rows, pressed, rows_at_most, unjudged
from organisations.forms import OrganisationNumberField
from projects.enums import ProjectRole
from publishing.forms import CURRENCIES, AmountField, Amounts
from sources.forms import PartialDateField

ROWS = "partners"


class ExampleForm(Picking, Amounts, forms.Form):
    starts = PartialDateField(label="Date")
    budget = AmountField(label="Amount", required=False)
    currency = forms.ChoiceField(label="Currency", choices=list(CURRENCIES.items()), initial="SEK")
    number = OrganisationNumberField(label="Number", required=False)
    owner = PickOne("aktor", label="One of many", required=False, help_text="Without script a search, then a select.")
    county = PickOne("lan", label="One of few", required=False)
    municipalities = PickMany("kommun", label="Several of few", required=False)
    projects = PickMany("projekt", label="Several of many", required=False)


class PartnerForm(Picking, forms.Form):
    organisation = PickOne("aktor", label="Organisation")
    role = forms.ChoiceField(label="Role", choices=ProjectRole, initial=ProjectRole.PARTNER)


class PartnerRowsBase(Rows, forms.BaseFormSet):
    pass


PartnerRows = forms.formset_factory(PartnerForm, formset=PartnerRowsBase, **rows_at_most(5))


def examples(request) -> dict:
    """Return the form and its rows for the template, as they are or as they were sent."""
    sent = request.POST or None
    shown = sent and pressed(request.POST, ROWS)
    form = ExampleForm(shown or sent, user=request.user, prefix="d")
    rows = PartnerRows(shown or sent, prefix=ROWS, form_kwargs={"user": request.user})
    file = AttachmentForm(shown or sent, request.FILES or None, prefix="d-file", use_required_attribute=False)
    if shown:
        unjudged(form, rows, file)
    return {
        "form": form,
        "rows": rows,
        "file": file,
        "is_right": bool(sent and not shown and form.is_valid() and rows.is_valid()),
    }

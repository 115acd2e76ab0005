from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.finding import alike
from organisations.forms import OrganisationNumberField, read_organisation_number
from organisations.models import Municipality, Organisation

from ..models import OrganisationRequest
from . import actions


class NewOrganisationForm(forms.ModelForm):
    """Asks for an organisation; ``alike`` are those that are there and may be it, as far as the form is filled in."""

    number = OrganisationNumberField(required=False, help_text=_("Ten digits, if you know it."))
    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.order_by("sort_key"), required=False
    )
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https", max_length=200)

    class Meta:
        model = OrganisationRequest
        fields = ["name", "number", "municipality", "kind", "website", "comment"]
        help_texts = {"comment": _("For the editors; nobody else sees it.")}

    def clean(self):
        cleaned = super().clean()
        same = cleaned.get("number") and Organisation.objects.filter(number=cleaned["number"]).first()
        if same:
            self.add_error("number", actions.NothingToAskFor(same).message)
        elif not self.says_none and self.alike:
            self.add_error(None, _("The organisation may be here already. Choose it, or say that it is none of these."))
        return cleaned

    @property
    def says_none(self) -> bool:
        """Whether the box beside those that are alike is ticked: none of them is meant. It stands with them, alone."""
        return bool((self.data if self.is_bound else self.initial).get("none_of_these"))

    @property
    def alike(self) -> list:
        try:
            number = read_organisation_number(str(self["number"].value() or ""))
        except forms.ValidationError:
            number = ""
        place = str(self["municipality"].value() or "")
        # A key of any length is no key of ours, and more than a database takes.
        municipality = int(place) if place.isascii() and place.isdigit() and len(place) < 10 else None
        return alike(str(self["name"].value() or "")[:200], number=number, municipality=municipality)


class DecisionForm(forms.Form):
    """What an editor decides on a request: ``alike`` are the organisations that it may be."""

    MAKE, THERE, DECLINE = "make", "there", "decline"

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            (MAKE, _("Approve: make the organisation, and who asks responsible for it")),
            (THERE, _("It is there already: the one chosen below")),
            (DECLINE, _("Decline, with the answer below")),
        ],
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.order_by("sort_key"), required=False
    )
    answer = forms.CharField(
        label=_("Answer"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who asks gets it by mail."),
    )

    def __init__(self, *args, asked: OrganisationRequest, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = asked

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("decision") == self.THERE and not cleaned.get("organisation"):
            self.add_error("organisation", _("Choose which one it is."))
        if cleaned.get("decision") == self.DECLINE and not (cleaned.get("answer") or "").strip():
            self.add_error("answer", _("Say why, so that whoever asked can go on from there."))
        return cleaned

    def save(self, *, by) -> OrganisationRequest:
        """Do what was decided; raises AlreadyDecided and ValidationError (accounts/asking/actions.py)."""
        decision = self.cleaned_data["decision"]
        if decision == self.MAKE:
            return actions.approve(self.asked, by=by)
        if decision == self.THERE:
            return actions.is_there(self.asked, organisation=self.cleaned_data["organisation"], by=by)
        return actions.decline(self.asked, answer=self.cleaned_data["answer"], by=by)

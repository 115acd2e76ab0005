"""The first question about something new: what it is called, and for whom it is registered."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.rights import Right, member_roles
from organisations.models import Organisation
from sources.versions import as_data


class BeginForm(forms.Form):
    """``kind`` is what is begun; ``start`` names by its parameters what it is begun from, a call for example."""

    title = forms.CharField(label=_("Title"), max_length=250, help_text=_("You can change it until it is published."))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Registered for"),
        required=False,
        empty_label=_("Only me"),
        help_text=_("All members of the organisation can write along, and it stays with them when you leave."),
    )
    # The same form sent twice begins one draft.
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, data=None, *, user, kind, start, **kwargs):
        super().__init__(data, **kwargs)
        self.kind, self.start = kind, {name: slug for name, slug in start.items() if name in kind.begun_from}
        memberships = user.memberships.filter(role__in=member_roles(Right.WRITE))
        mine = Organisation.objects.filter(pk__in=memberships.values("organisation"))
        self.fields["organisation"].queryset = mine
        if not mine:
            del self.fields["organisation"]
        elif len(mine) == 1:
            self.initial["organisation"] = mine[0].pk

    def clean(self):
        cleaned = super().clean()
        cleaned.setdefault("organisation", None)
        return cleaned

    def content(self) -> dict:
        """Return what the draft begins with."""
        content = {}
        for name, slug in self.start.items():
            content |= self.kind.begun_from[name](slug)
        return as_data(content | {"title": self.cleaned_data["title"]})

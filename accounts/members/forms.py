from django import forms
from django.utils.translation import gettext_lazy as _

from ..enums import MemberRole
from ..models import JoinRequest, OrganisationMember

# What each role means, for whoever gives it.
ROLES = [
    (MemberRole.MEMBER, _("Member: writes what is registered for the organisation")),
    (MemberRole.RESPONSIBLE, _("Responsible: also invites, lets in and removes members")),
]


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=ROLES, initial=MemberRole.MEMBER)


class MemberForm(forms.ModelForm):
    role = forms.ChoiceField(label=_("Role"), choices=ROLES)

    class Meta:
        model = OrganisationMember
        fields = ["role"]


class JoinForm(forms.ModelForm):
    class Meta:
        model = JoinRequest
        fields = ["message"]
        labels = {"message": _("What you do there (may be left out)")}

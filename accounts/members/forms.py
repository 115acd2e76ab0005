from django import forms
from django.utils.translation import gettext_lazy as _

from ..enums import MemberRole
from ..models import JoinRequest, OrganisationMember

# For whoever gives a role.
ROLES_MEAN = _("Members write what is registered for the organisation. Who is responsible also sees to its members.")


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole, initial=MemberRole.MEMBER, help_text=ROLES_MEAN)


class MemberForm(forms.ModelForm):
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole, help_text=ROLES_MEAN)

    class Meta:
        model = OrganisationMember
        fields = ["role"]


class JoinForm(forms.ModelForm):
    class Meta:
        model = JoinRequest
        fields = ["message"]
        labels = {"message": _("What you do there (may be left out)")}

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .enums import Rhythm
from .subjects import NAME_LENGTH

# Lines and addresses: what makes a letter of its own out of a name.
NO_NAME = r"[\n\v\f\r\x85\u2028\u2029]|://"


class FollowForm(forms.Form):
    """How somebody follows what the page says: an address unless they have an account, and a name for a search."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("We send a mail there that asks whether it is you. Nothing is sent before you have answered it."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    name = forms.CharField(
        label=_("Name of the search"),
        max_length=NAME_LENGTH,
        help_text=_("It stands in the mails you get."),
        validators=[RegexValidator(NO_NAME, _("Write a name of one line, without addresses."), inverse_match=True)],
    )
    rhythm = forms.ChoiceField(
        label=_("When do you want mail?"),
        choices=[(value, capfirst(label)) for value, label in Rhythm.choices],
        widget=forms.RadioSelect,
        initial=Rhythm.AT_ONCE,
    )

    def __init__(self, *args, has_account: bool, is_search: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if has_account:
            del self.fields["email"]
        if not is_search:
            del self.fields["name"]


class RhythmForm(forms.Form):
    rhythm = forms.ChoiceField(choices=Rhythm.choices)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)

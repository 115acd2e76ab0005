"""The form in which a reader proposes a correction. Anybody may send it, so it tells people from programs by itself."""

import time
import uuid

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from .models import LENGTHS

# Seconds. Nobody reads and writes that fast; and a page that has been open for a day is given a new token.
FASTEST, SLOWEST = 3, 24 * 3600
SALT = "publishing.corrections"


class CorrectionForm(forms.Form):
    """``token`` is signed: for which record and when the form was given out, and a number that makes it one form.

    ``leave_empty`` is out of sight: only a program fills it in.
    """

    proposed = forms.CharField(
        label=_("What should it say?"), max_length=LENGTHS["proposed"], widget=forms.Textarea(attrs={"rows": 4})
    )
    source = forms.CharField(
        label=_("How do you know?"),
        max_length=LENGTHS["source"],
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("A web address, a document, or that you work there."),
    )
    email = forms.EmailField(
        label=_("Your e-mail address, if you want to be told the outcome"),
        required=False,
        help_text=_("We write once, and erase the address then."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    leave_empty = forms.CharField(
        label=_("Leave this field empty"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    token = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data=None, *, record, **kwargs):
        self.subject = f"{record._meta.label_lower}:{record.pk}"
        super().__init__(data, initial={"token": self.new_token()}, **kwargs)

    def new_token(self) -> str:
        return signing.dumps([self.subject, uuid.uuid4().hex, time.time()], salt=SALT)

    def clean_leave_empty(self):
        if self.cleaned_data["leave_empty"]:
            raise forms.ValidationError(_("Empty this field: it tells people from programs."))
        return ""

    def clean(self):
        cleaned = super().clean()
        try:
            subject, form, given_at = signing.loads(cleaned.get("token", ""), salt=SALT, max_age=SLOWEST)
        except signing.BadSignature:
            subject = ""
        if subject != self.subject:
            # What was typed stays; with the new token it can be sent.
            self.data = self.data.copy()
            self.data["token"] = self.new_token()
            raise forms.ValidationError(_("The page had been open for too long. Send it once more; all is still here."))
        if time.time() - given_at < FASTEST:
            raise forms.ValidationError(
                _("That was faster than people write. Wait a few seconds and send it once more.")
            )
        # Sent twice it is the same; written anew after the back button it is another.
        words = "\n".join([cleaned.get("proposed", ""), cleaned.get("source", "")])
        cleaned["key"] = uuid.uuid5(uuid.UUID(form), words)
        return cleaned

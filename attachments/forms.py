"""What a form asks for a picture or a PDF with."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .checking import ACCEPTED, Checked, check
from .enums import AttachmentKind


class CheckedFileField(forms.FileField):
    """A picture or a PDF, known by what is in it. The cleaned value is ``checking.Checked``."""

    default_error_messages = {"empty": _("The file is empty.")}

    def __init__(self, **options):
        options.setdefault("widget", forms.FileInput(attrs={"accept": ACCEPTED}))
        super().__init__(**options)

    def to_python(self, data):
        sent = super().to_python(data)
        return sent and check(sent)


class AttachmentForm(forms.Form):
    """A picture or a PDF with its title; for a picture, what it shows in words.

    ``cleaned_data`` has what ``actions.add_attachment`` takes: ``checked``, ``title``, ``alternative_text``.
    """

    checked = CheckedFileField(
        label=_("Picture or PDF"), help_text=_("JPEG, PNG or WebP up to 10 MB, or a PDF up to 15 MB.")
    )
    title = forms.CharField(label=_("Title"), max_length=150)
    alternative_text = forms.CharField(
        label=_("What the picture shows"),
        max_length=300,
        required=False,
        help_text=_("For those who cannot see it. Not needed for a PDF."),
    )

    def clean(self):
        super().clean()
        checked: Checked | None = self.cleaned_data.get("checked")
        is_picture = checked and checked.kind == AttachmentKind.PICTURE
        if is_picture and "alternative_text" in self.cleaned_data and not self.cleaned_data["alternative_text"]:
            message = _("Describe the picture for those who cannot see it.")
            self.add_error("alternative_text", ValidationError(message, code="required"))
        return self.cleaned_data

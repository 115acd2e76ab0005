"""What a form asks for a picture or a PDF with, and describes one with that is there."""

import json

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy as _

from .checking import ACCEPTED, EMPTY, Checked, check
from .enums import AttachmentKind
from .models import Attachment

NOT_DESCRIBED = _("Describe the picture for those who cannot see it.")
ALTERNATIVE_TEXT_HELP = _("For those who cannot see it. Not needed for a PDF.")


class CheckedFileField(forms.FileField):
    """A picture or a PDF, known by what is in it. The cleaned value is ``checking.Checked``."""

    default_error_messages = {"empty": EMPTY}

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
        label=_("Picture or PDF"),
        help_text=_(
            "JPEG, PNG or WebP up to 10 MB, or a PDF up to 15 MB. A PDF is kept as it is, with what its properties "
            "say of who wrote it."
        ),
    )
    title = forms.CharField(label=_("Title"), max_length=150)
    alternative_text = forms.CharField(
        label=_("What the picture shows"), max_length=300, required=False, help_text=ALTERNATIVE_TEXT_HELP
    )

    def clean(self):
        super().clean()
        checked: Checked | None = self.cleaned_data.get("checked")
        is_picture = checked and checked.kind == AttachmentKind.PICTURE
        if is_picture and "alternative_text" in self.cleaned_data and not self.cleaned_data["alternative_text"]:
            self.add_error("alternative_text", ValidationError(NOT_DESCRIBED, code="required"))
        if checked and self.errors:  # a browser does not give a file back to the page that it was sent from
            message = _("The file itself is all right. Choose it once more when you have put the rest right.")
            self.add_error("checked", ValidationError(message, code="again"))
        return self.cleaned_data


class DescriptionForm(forms.ModelForm):
    """The title of an attachment, what it shows, and its place among ``among``: those of its record unless given.

    ``description()`` is what ``actions.describe_attachment`` takes. Two who describe the same file: the second is told
    what the first has written, and saves again if theirs shall stand.
    """

    after = forms.ChoiceField(label=_("Place in the order"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Attachment
        fields = ["title", "alternative_text"]
        labels = {"title": _("Title"), "alternative_text": _("What the picture shows")}
        help_texts = {"alternative_text": ALTERNATIVE_TEXT_HELP}

    def __init__(self, *args, among=None, **kwargs):
        super().__init__(*args, **kwargs)
        file = self.instance
        if among is None:
            among = Attachment.objects.filter(content_type=file.content_type_id, object_id=file.object_id)
        self.others = [other for other in among if other.pk != file.pk]
        before = [other for other in self.others if (other.position, other.pk) < (file.position, file.pk)]
        self.fields["after"].choices = [
            ("first", _("First")),
            *((str(other.pk), gettext("After “%(title)s”") % {"title": other.title}) for other in self.others),
        ]
        self.described = file.description  # before validation writes into the instance
        self.initial["after"] = str(before[-1].pk) if before else "first"
        self.initial["seen"] = json.dumps(self.described)

    def clean_alternative_text(self):
        said = self.cleaned_data["alternative_text"]
        if self.instance.is_picture and not said:
            raise ValidationError(NOT_DESCRIBED, code="required")
        return said

    def clean(self):
        super().clean()
        now = json.dumps(self.described)
        if self.cleaned_data.get("seen") not in ("", now):
            # The next attempt is made in the knowledge of what is said now.
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = now
            text = gettext(
                "Somebody else has changed this meanwhile. It is now called “%(title)s” and is described so: "
                "“%(alternative_text)s”. What you have written is still here; if you save again it takes the place of "
                "theirs."
            )
            raise ValidationError(text % self.described, code="changed")
        return self.cleaned_data

    def description(self) -> dict:
        """Return the title, the alternative text and the position; only after ``is_valid()``."""
        said = {name: self.cleaned_data[name] for name in DescriptionForm.Meta.fields}
        return said | {"position": self._position(self.cleaned_data["after"])}

    def _position(self, after):
        if after == self.initial["after"]:
            return self.described["position"]
        if after == "first":
            return self.others[0].position - 1
        place = [str(other.pk) for other in self.others].index(after)
        follows = self.others[place + 1].position if place + 1 < len(self.others) else self.others[place].position + 2
        return (self.others[place].position + follows) / 2

"""Where editors decide on what readers propose: what it says, what it said and what it should say, side by side."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy as _

from accounts.enums import Outcome
from sources.admin import EditorAdmin
from sources.differences import Difference

from ..actions import ChangedMeanwhile
from . import actions
from .fields import column_of, text_of
from .models import LENGTHS


class AnswerForm(forms.Form):
    """What the editor decides. ``value`` is there when it can be written in as it is; ``seen`` is what it says now."""

    value = forms.CharField(
        label=_("Write this in"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("As the reader proposed it. You may change it first."),
    )
    answer = forms.CharField(
        label=_("Answer"),
        required=False,
        max_length=LENGTHS["answer"],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Goes to the reader, if they asked to be told. To decline you must say why."),
    )
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args, writable, **kwargs):
        super().__init__(*args, **kwargs)
        if not writable:
            del self.fields["value"], self.fields["seen"]


class CorrectionAdmin(EditorAdmin):
    list_display = ["proposed_at", "list_record", "list_field", "list_proposed", "outcome", "decided_by"]
    list_select_related = ["content_type", "decided_by"]
    list_filter = ["outcome", ("content_type", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["proposed", "source", "answer"]
    date_hierarchy = "proposed_at"
    fields = readonly_fields = [
        *["content_type", "list_record", "field", "said", "proposed", "source", "email", "language"],
        *["proposed_at", "outcome", "decided_at", "decided_by", "answer"],
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("record")

    @admin.display(description=_("record"))
    def list_record(self, correction):
        return str(correction.record or f"#{correction.object_id}")

    @admin.display(description=_("field"))
    def list_field(self, correction):
        return correction.field_label

    @admin.display(description=_("what it should say"))
    def list_proposed(self, correction):
        return Truncator(correction.proposed).chars(80)

    def has_add_permission(self, request):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What a reader proposes, and the answers to it; one that is decided is only shown."""
        correction = self.get_object(request, unquote(object_id))
        if correction is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, correction):
            raise PermissionDenied
        record, now, form = correction.record, _said_now(correction), None
        if correction.outcome == Outcome.WAITING:
            writable = bool(record) and column_of(type(record), correction.field) is not None
            first = {"value": correction.proposed, "seen": now}
            form = AnswerForm(request.POST or None, writable=writable, initial=first)
            if form.is_valid() and (response := self._decided(request, correction, form)):
                return response
            now = _said_now(correction)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Correction"),
            "opts": self.opts,
            "correction": correction,
            "record": record,
            "record_url": record and _admin_address(record),
            "change": Difference(correction.field, correction.field_label, now, correction.proposed),
            "said_otherwise": now != correction.said,
            "form": form,
        }
        return TemplateResponse(request, "admin/correction.html", context)

    def _decided(self, request, correction, form):
        """Take the decision that was sent, say what became of it, and return where to go on; None to look again."""
        decision, given = request.POST.get("decision"), form.cleaned_data
        try:
            if decision == "write" and "value" in given:
                actions.accept(correction, by=request.user, **given)
            elif decision == "accept":
                actions.accept(correction, by=request.user, answer=given["answer"])
            elif decision == "decline":
                actions.decline(correction, by=request.user, answer=given["answer"])
            else:
                return None
        except actions.AnswerMissing:
            form.add_error("answer", gettext("Say why: whoever proposed it took the trouble."))
        except ValidationError as error:
            form.add_error("value", error.messages)
        except ChangedMeanwhile:
            form.data = form.data.copy()
            form.data["seen"] = _said_now(correction)
            form.add_error("value", gettext("The record has been changed meanwhile. What it says now is above."))
        except actions.AlreadyDecided:
            self.message_user(request, gettext("Another editor has decided already."), messages.WARNING)
            return HttpResponseRedirect(self.address("change", correction.pk))
        else:
            self.message_user(request, gettext("Decided."), messages.SUCCESS)
            return HttpResponseRedirect(f"{self.address('changelist')}?outcome__exact={Outcome.WAITING}")
        return None


def _said_now(correction) -> str:
    return text_of(correction.record, correction.field) if correction.record and correction.field else ""


def _admin_address(record) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])

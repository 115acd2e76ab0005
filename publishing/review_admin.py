"""Where editors decide: the page of a record that waits, with what it changes, and the form that loses no update."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, gettext_lazy as _

from accounts.rights import Right
from sources.admin import LeanForm, OneAtATime, VersionedAdmin
from sources.versions import content_of

from .actions import ChangedMeanwhile, NotWhole, TransitionNotAllowed, change_status, restore
from .enums import Status
from .merging import merge
from .models import Transition
from .proposed_files import changes_of, sign_of
from .transitions import TRANSITIONS


class PublishableForm(LeanForm):
    """Knows which version of the record it was opened with, and says so when somebody else has saved meanwhile."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen_version"] = self.instance.version

    def clean(self):
        cleaned = super().clean()
        seen = self.cleaned_data.get("seen_version")
        if self.instance.pk and seen is not None and seen != self.instance.version:
            # The next attempt is made in the knowledge of what is said now.
            self.data = self.data.copy()
            self.data[self.add_prefix("seen_version")] = str(self.instance.version)
            version = self.instance.history.order_by("-history_id").first()
            who = (version and version.history_user) or gettext("somebody")
            text = gettext(
                "%(who)s has changed the record since you opened it. The history, in another tab, says what. What you "
                "have written is still here; if you save again it replaces the other’s changes."
            )
            raise forms.ValidationError(text % {"who": who})
        return cleaned


class DecisionForm(forms.Form):
    """One of the steps that the transition table has from the record's status, with its comment."""

    to = forms.ChoiceField(widget=forms.HiddenInput, error_messages={"invalid_choice": _("This cannot be done now.")})
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Goes to those who wrote the record. To return it you must say what is to be changed."),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    seen_files = forms.CharField(widget=forms.HiddenInput, required=False)
    settled = forms.BooleanField(
        label=_("Publish the proposed version also where the record has been changed meanwhile"), required=False
    )
    # Which version of the published record stood beside the proposed one.
    seen_record_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, record, contested=(), **kwargs):
        super().__init__(*args, **kwargs)
        # To take back is for those who write it, who do so at /mitt/.
        all_steps = TRANSITIONS[Status(record.status)]
        self.steps = {status: step for status, step in all_steps.items() if step.right == Right.REVIEW}
        self.fields["to"].choices = [(status, step.label) for status, step in self.steps.items()]
        self.initial |= {"seen_version": record.version, "seen_files": sign_of(record)}
        if contested:
            self.initial["seen_record_version"] = record.proposal_for.version
        else:
            del self.fields["settled"], self.fields["seen_record_version"]

    def clean(self):
        cleaned = super().clean()
        step = self.steps.get(cleaned.get("to"))
        if step and step.comment and not cleaned.get("comment", "").strip():
            self.add_error("comment", _("Say what is to be changed: the comment goes to those who wrote it."))
        seen = cleaned.pop("seen_record_version", None)
        cleaned["settled"] = seen if cleaned.get("settled") else None
        return cleaned


class ReviewedList(ChangeList):
    """Leads from what waits to the page to decide on it, and from all else to the form."""

    def url_for_result(self, result):
        if result.status == Status.IN_REVIEW:
            return self.model_admin.address("review", result.pk)
        return super().url_for_result(result)


class ReviewedAdmin(OneAtATime, VersionedAdmin):
    """Base of the pages for what is published: with a page to decide on, and a form that loses nobody's changes."""

    change_form_template = "admin/publishable_change_form.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_review"
        return [
            path("<path:object_id>/review/", self.admin_site.admin_view(self.review_view), name=name),
            *super().get_urls(),
        ]

    def get_changelist(self, request, **kwargs):
        return ReviewedList

    def get_search_results(self, request, queryset, search_term):
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            queryset = queryset.filter(proposal_for=None)  # no link leads to a proposed version
        return super().get_search_results(request, queryset, search_term)

    def restore(self, record, version, *, by) -> list[str]:
        return restore(record, version, by=by)[1]

    def response_change(self, request, obj):
        if "_publish" in request.POST:
            decision = {"to": Status.PUBLISHED, "comment": ""}
            return self._decided(request, obj, decision) or HttpResponseRedirect(self.address("review", obj.pk))
        return super().response_change(request, obj)

    def review_view(self, request, object_id):
        """What a record says, or what a proposed version changes, and the steps that can be taken."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._gone(request)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        before, now, contested = self._compared(record)
        form = DecisionForm(request.POST or None, record=record, contested=contested)
        if request.method == "POST" and form.is_valid():
            if response := self._decided(request, record, form.cleaned_data):
                return response
            # Another was first: what it is like now, and what was to be said of it.
            record = self.get_object(request, unquote(object_id))
            kept = {"comment": form.cleaned_data["comment"]}
            before, now, contested = self._compared(record)
            form = DecisionForm(record=record, contested=contested, initial=kept)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Review"),
            "opts": self.opts,
            "record": record,
            "form": form,
            "differences": self.compared(record, before, now),
            "contested": contested,
            "file_changes": changes_of(record),
            "log": Transition.objects.of(record).select_related("by"),
        }
        return TemplateResponse(request, "admin/review.html", context)

    def _compared(self, record) -> tuple[dict, dict, list[str]]:
        """Return what readers see now, what they would see, and the fields that were changed on both sides."""
        now = content_of(record)
        if not record.proposal_for_id:
            return dict.fromkeys(now, ""), now, []
        before = content_of(record.proposal_for)
        merged, contested = merge(record.proposed_from, mine=now, theirs=before)
        contested += ["attachments" for change in changes_of(record) if change.contested]
        return before, merged, contested

    def _decided(self, request, record, decision):
        """Take the step of a valid decision, say what became of it, and return where to go on; None to look again."""
        try:
            moved = change_status(record, by=request.user, **decision)
        except ChangedMeanwhile as change:
            if change.fields:
                text = gettext("Not published: the published record has been changed in the same fields. See below.")
            else:
                text = gettext("Nothing was done: the record has been changed since you opened the page. Look again.")
        except ValidationError as error:
            text = gettext("Not published: %(why)s") % {"why": " ".join(error.messages)}
        except NotWhole:
            text = gettext("Nothing was done: a title and a summary are needed.")
        except TransitionNotAllowed:
            now = self.model._base_manager.filter(pk=record.pk).first()
            if now is None:
                return self._gone(request)
            if now.status == record.status:
                text = gettext("Nothing was done: the published record itself has been archived or returned.")
            else:
                text = gettext("Nothing was done: the record is already “%(status)s”.")
                text %= {"status": now.get_status_display()}
        else:
            text = gettext("“%(title)s” is now: %(status)s.")
            title = format_html('<a href="{}">{}</a>', self.address("change", moved.pk), moved.title)
            said = mark_safe(text % {"title": title, "status": moved.get_status_display()})  # noqa: S308 (escaped)
            self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:index"))  # where stands what waits
        self.message_user(request, text, messages.WARNING)
        return None

    def _gone(self, request):
        text = gettext("The record is no longer there: another editor has decided, or its writer has taken it away.")
        self.message_user(request, text, messages.WARNING)
        return HttpResponseRedirect(self.address("changelist"))

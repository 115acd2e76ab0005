"""Where editors decide: the page of a record that waits, with what it changes, and the form that loses no update."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext, gettext_lazy as _

from sources.admin import LeanForm, VersionedAdmin
from sources.differences import differences
from sources.versions import content_of

from .actions import ChangedMeanwhile, TransitionNotAllowed, change_status, restore
from .enums import Status
from .merging import merge
from .models import Transition
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
    settled = forms.BooleanField(
        label=_("Publish the proposed version also where the record has been changed meanwhile"), required=False
    )

    def __init__(self, *args, record, contested=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.steps = TRANSITIONS[Status(record.status)]
        self.fields["to"].choices = [(status, step.label) for status, step in self.steps.items()]
        self.initial["seen_version"] = record.version
        if not contested:
            del self.fields["settled"]

    def clean(self):
        cleaned = super().clean()
        step = self.steps.get(cleaned.get("to"))
        if step and step.comment and not cleaned.get("comment", "").strip():
            self.add_error("comment", _("Say what is to be changed: the comment goes to those who wrote it."))
        return cleaned


class ReviewedAdmin(VersionedAdmin):
    """Base of the pages for what is published: with a page to decide on, and a form that loses nobody's changes."""

    change_form_template = "admin/publishable_change_form.html"

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_review"
        return [
            path("<path:object_id>/review/", self.admin_site.admin_view(self.review_view), name=name),
            *super().get_urls(),
        ]

    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        if record and request.method == "POST" and connection.in_atomic_block:
            # Whoever saves the same record at the same time waits here, and then finds another version than they saw.
            self.model._base_manager.select_for_update().get(pk=record.pk)
            record = super().get_object(request, object_id, from_field)
        return record

    def get_search_results(self, request, queryset, search_term):
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            queryset = queryset.filter(proposal_for=None)  # no link leads to a proposed version
        return super().get_search_results(request, queryset, search_term)

    def restore(self, record, version, *, by) -> list[str]:
        return restore(record, version, by=by)[1]

    def response_change(self, request, obj):
        if "_publish" in request.POST:
            return self._decided(request, obj, {"to": Status.PUBLISHED, "comment": ""})
        return super().response_change(request, obj)

    def review_view(self, request, object_id):
        """What a record says, or what a proposed version changes, and the steps that can be taken."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._gone(request)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        now = content_of(record)
        before, contested = dict.fromkeys(now, ""), []
        if record.proposal_for_id:
            before = content_of(record.proposal_for)
            now, contested = merge(record.proposed_from, mine=now, theirs=before)
        form = DecisionForm(request.POST or None, record=record, contested=contested)
        if request.method == "POST" and form.is_valid():
            return self._decided(request, record, form.cleaned_data)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Review"),
            "opts": self.opts,
            "record": record,
            "form": form,
            "differences": differences(self.model, before, now),
            "contested": contested,
            "log": Transition.objects.of(record).select_related("by"),
        }
        return TemplateResponse(request, "admin/review.html", context)

    def _decided(self, request, record, decision):
        """Take the step of a valid decision and say what became of it."""
        try:
            moved = change_status(record, by=request.user, **decision)
        except ChangedMeanwhile as change:
            if change.fields:
                text = gettext("Not published: the published record has been changed in the same fields. See below.")
            else:
                text = gettext("Nothing was done: the record has been changed since you opened the page. Look again.")
            self.message_user(request, text, messages.WARNING)
            return HttpResponseRedirect(self.address("review", record.pk))
        except TransitionNotAllowed:
            if not self.model._base_manager.filter(pk=record.pk).exists():
                return self._gone(request)
            record.refresh_from_db(fields=["status"])
            text = gettext("Nothing was done: the record is already “%(status)s”.")
            self.message_user(request, text % {"status": record.get_status_display()}, messages.WARNING)
            return HttpResponseRedirect(self.address("review", record.pk))
        text = gettext("“%(title)s” is now: %(status)s.")
        names = {"title": moved.title, "status": moved.get_status_display()}
        self.message_user(request, text % names, messages.SUCCESS)
        return HttpResponseRedirect(self.address("change", moved.pk))

    def _gone(self, request):
        text = gettext("The record is no longer there: another editor has decided, or its writer has taken it away.")
        self.message_user(request, text, messages.WARNING)
        return HttpResponseRedirect(self.address("changelist"))

"""Themes, the log of status changes, and what the pages of all kinds of content share."""

from collections import defaultdict

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from attachments.models import Attachment
from sources.admin import DATING_FIELDSET, EditorAdmin, LookedAtAdmin, ReviewFilter, SourceFilter
from sources.versions import keep_first_version

from .actions import ChangedMeanwhile, NotWhole, TransitionNotAllowed, change_status
from .corrections.admin import CorrectionAdmin
from .enums import Status
from .files_admin import AttachmentAdmin, WithFiles
from .models import Correction, Theme, Transition
from .review_admin import PublishableForm, ReviewedAdmin

# Owned by publishing.actions: shown, never written by the admin.
RULED_FIELDS = ["status", "status_since", "version", "published_at", "published_by", "proposal_for"]


class PublishableAdmin(WithFiles, ReviewedAdmin):
    """Base of the pages for the kinds of content.

    A subclass says what is its own in ``fieldsets_of_kind``; texts, dating and publication are the same for all. A
    new record is a draft of the editor who made it; its status moves by the actions of the list.
    """

    fieldsets_of_kind = []
    form = PublishableForm
    autocomplete_fields = ["themes", "owner", "organisation", "co_writers"]
    readonly_fields = [*RULED_FIELDS, "status_history"]
    prepopulated_fields = {"slug": ["title"]}
    list_filter = [
        "status",
        ("proposal_for", admin.EmptyFieldListFilter),
        "themes",
        ReviewFilter,
        SourceFilter,
        ("title_en", admin.EmptyFieldListFilter),
        "language",
    ]
    search_fields = ["title", "title_en", "slug"]
    actions = ["publish", "send_to_review", "archive"]
    save_on_top = True
    view_on_site = True

    # --- The form

    def get_fieldsets(self, request, obj=None):
        texts = ["title", "slug", "summary", "language", "themes", "keywords", "other_words"]
        return [
            (None, {"fields": ["status", *texts, "seen_version"] if obj else texts}),
            *self.fieldsets_of_kind,
            (_("Text"), {"fields": ["body"]}),
            (_("English"), {"fields": ["title_en", "summary_en"]}),
            DATING_FIELDSET,
            (
                _("Publication"),
                {
                    "fields": [
                        ("published_at", "published_by", "version"),
                        ("status_since", "proposal_for"),
                        ("owner", "organisation"),
                        "co_writers",
                        "next_review_on",
                        "status_history",
                    ]
                    if obj
                    else ["next_review_on"],
                    "description": _("A new record is a draft. The actions of the list publish, archive and so on."),
                },
            ),
        ]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        # Without leave to see the accounts there is no one to choose from.
        return fields if request.user.has_perm("accounts.view_user") else [*fields, "owner", "co_writers"]

    def save_model(self, request, obj, form, change):
        if not change:
            obj.owner = request.user
            obj.save()
            return
        keep_first_version(obj)
        # Not the fields that a rule owns: they may have moved since the form was opened.
        written = (f.name for f in self.opts.concrete_fields if not (f.primary_key or f.generated))
        obj.save(update_fields=[name for name in written if name not in RULED_FIELDS])

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and self.has_changed(form, formsets):
            self.model._base_manager.filter(pk=form.instance.pk).update(version=models.F("version") + 1)
            form.instance.refresh_from_db(fields=["version"])

    @admin.display(description=_("status changes"))
    def status_history(self, record):
        lines = [
            (
                formats.date_format(timezone.localtime(change.at), "SHORT_DATETIME_FORMAT"),
                change,
                change.by or gettext("deleted account"),
                f": {change.comment}" if change.comment else "",
            )
            for change in Transition.objects.of(record).select_related("by")
        ]
        if not lines:
            return self.get_empty_value_display()
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} {} ({}){}</li>", lines))

    # --- The list

    @admin.display(description=_("title"), ordering="sort_key")
    def list_title(self, record):
        if record.proposal_for_id:
            return gettext("%(title)s (proposed version)") % {"title": record.title}
        return record.title

    @admin.display(description=_("period"), ordering="starts_on")
    def list_period(self, record):
        return record.period

    @admin.action(description=_("Publish"), permissions=["change"])
    def publish(self, request, queryset):
        self._move(request, queryset, to=Status.PUBLISHED)

    @admin.action(description=_("Send to review"), permissions=["change"])
    def send_to_review(self, request, queryset):
        self._move(request, queryset, to=Status.IN_REVIEW)

    @admin.action(description=_("Archive"), permissions=["change"])
    def archive(self, request, queryset):
        self._move(request, queryset, to=Status.ARCHIVED)

    def _move(self, request, records, *, to):
        """Change the status of each record on its own and say how many moved, and which did not and why."""
        moved, stuck, changed, lacking = 0, defaultdict(list), [], []
        for record in records:
            try:
                change_status(record, to=to, by=request.user)
            except ChangedMeanwhile:
                changed.append(record.title)
            except ValidationError as error:
                self.message_user(request, f"{record.title}: {' '.join(error.messages)}", messages.WARNING)
            except NotWhole:
                lacking.append(record.title)
            except TransitionNotAllowed:
                record.refresh_from_db(fields=["status"])  # another editor may have been first
                stuck[record.get_status_display()].append(record.title)
            else:
                moved += 1
        if moved:
            text = ngettext("%(count)d record is now: %(status)s.", "%(count)d records are now: %(status)s.", moved)
            self.message_user(request, text % {"count": moved, "status": to.label}, messages.SUCCESS)
        for status, titles in stuck.items():
            text = gettext("Not moved, because the status cannot go from “%(from)s” to “%(to)s”: %(titles)s")
            names = {"from": status, "to": to.label, "titles": "; ".join(titles)}
            self.message_user(request, text % names, messages.WARNING)
        if changed:
            text = gettext("Not moved, because the published record has been changed in the same fields: %(titles)s")
            self.message_user(request, text % {"titles": "; ".join(changed)}, messages.WARNING)
        if lacking:
            text = gettext("Not moved, because a title and a summary are needed: %(titles)s")
            self.message_user(request, text % {"titles": "; ".join(lacking)}, messages.WARNING)


admin.site.register(Correction, CorrectionAdmin)
admin.site.register(Attachment, AttachmentAdmin)


@admin.register(Theme)
class ThemeAdmin(EditorAdmin):
    list_display = ["list_name", "name_en", "slug"]
    search_fields = ["name", "name_en"]
    prepopulated_fields = {"slug": ["name"]}

    @admin.display(description=_("name"), ordering="sort_key")
    def list_name(self, theme):
        return theme.name


@admin.register(Transition)
class TransitionAdmin(LookedAtAdmin):
    """The log, to read: only actions write it."""

    list_display = ["at", "list_record", "content_type", "from_status", "to_status", "by", "comment"]
    list_select_related = ["by", "content_type"]
    list_filter = [("content_type", admin.RelatedOnlyFieldListFilter), "to_status"]
    date_hierarchy = "at"
    search_fields = ["comment", "by__email", "by__name"]
    fields = ["at", "list_record", "content_type", "of_proposal", "from_status", "to_status", "by", "comment"]
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("record")

    @admin.display(description=_("record"))
    def list_record(self, change):
        if change.record is None:  # deleted since
            return f"#{change.object_id}"
        opts = change.record._meta
        try:
            address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[change.object_id])
        except NoReverseMatch:
            return str(change.record)
        return format_html('<a href="{}">{}</a>', address, change.record)

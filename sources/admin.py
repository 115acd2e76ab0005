"""Source documents, and what the admin of every app stands on: lean pages, Swedish search, versions, citations.

A page of the admin asks at most 20 queries, however many rows its inlines have. Django's own autocomplete asks one for
each chosen value, only to learn its label; ``LeanForm`` hands the records over that the page has loaded already.
"""

import datetime

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin

from search import following
from search.swedish import swedish_sort_key

from . import queues
from .differences import Difference, Names, differences, label_of
from .models import SourceDocument
from .versions import content_of, keep_first_version, keep_version, put_content, written_as_a_version

# A review is near when its day is at most this many days away.
REVIEW_SOON_DAYS = 30

# --- Autocomplete without a query for each value --------------------------------------------------------------


class _KnownChoices:
    """An autocomplete that looks for what is chosen among ``known`` records before it asks the database."""

    known = ()

    def optgroups(self, name, value, attrs=None):
        known = {str(record.pk): record for record in self.known}
        chosen = [pk for pk in map(str, value) if pk not in map(str, self.choices.field.empty_values)]
        if not all(pk in known for pk in chosen):  # a form that came back with other choices
            return super().optgroups(name, value, attrs)
        options = []
        if not self.is_required and not self.allow_multiple_selected:
            options.append(self.create_option(name, "", "", False, 0))  # what "clear" goes back to
        for pk in chosen:
            label = self.choices.field.label_from_instance(known[pk])
            options.append(self.create_option(name, pk, label, True, len(options)))
        return [(None, options, 0)]


class KnownSelect(_KnownChoices, AutocompleteSelect):
    pass


class KnownSelectMultiple(_KnownChoices, AutocompleteSelectMultiple):
    pass


class LeanForm(forms.ModelForm):
    """Tells its autocompletes what the instance already knows of its links."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", field.widget)  # admin wraps it in its buttons
            if isinstance(widget, KnownSelectMultiple):
                widget.known = [linked for linked in self.initial.get(name) or () if isinstance(linked, models.Model)]
            elif isinstance(widget, KnownSelect) and self._meta.model._meta.get_field(name).is_cached(self.instance):
                linked = getattr(self.instance, name)
                widget.known = [linked] if linked else []


class _Lean:
    """For a ModelAdmin or an inline: autocompletes that know, links read together with the record."""

    form = LeanForm
    # What is typed without a scheme; it becomes the default in Django 6.0.
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownSelect(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownSelectMultiple(db_field, self.admin_site, using=kwargs.get("using")))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if hasattr(getattr(field, "widget", None), "can_delete_related"):
            # Next to a link its cross would read as "take the link away", but it deletes what is linked to.
            field.widget.can_delete_related = False
        return field

    @property
    def _foreign_keys(self):
        return [field.name for field in self.opts.concrete_fields if field.many_to_one]


class EditorAdmin(_Lean, admin.ModelAdmin):
    """The base of the portal's own pages. A slug is proposed for a new record and never changed by itself later."""

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            # Another has just saved what there may be once, an address for example: now the form finds it and says so.
            return super().changeform_view(request, *args, **kwargs)

    def get_ordering(self, request):
        """Return the usual order or, in the list of what waits, that of the queue: oldest first (queues.py)."""
        oldest_first = queues.order_of(self.model, request.GET)
        return [oldest_first, "pk"] if oldest_first else super().get_ordering(request)

    def get_object(self, request, object_id, from_field=None):
        """Return the record with what its foreign keys name, in one query; None when there is none."""
        field = self.opts.get_field(from_field) if from_field else self.opts.pk
        records = self.get_queryset(request).select_related(*self._foreign_keys)
        try:
            return records.get(**{field.name: field.to_python(object_id)})
        except (ObjectDoesNotExist, ValidationError, ValueError):
            return None

    def address(self, page: str, *arguments) -> str:
        """Return the address of one of the model's pages: "changelist", "change" …"""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=arguments)

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def save_related(self, request, form, formsets, change):
        """Save links and rows; the record goes into the index once, not with each of them."""
        with following.gathered():
            super().save_related(request, form, formsets, change)

    def get_search_results(self, request, queryset, search_term):
        """Find by name in Swedish too: on SQLite "örebro" is not the start of "Örebro", but their sort keys are."""
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        words = search_term.split()
        if not words or not any(field.name == "sort_key" for field in self.opts.fields):
            return found, may_have_duplicates
        by_name = Q(*(Q(sort_key__contains=swedish_sort_key(word)) for word in words))
        # As a subquery, because of the joins that a search through links makes; it leaves no duplicates either.
        return queryset.filter(Q(pk__in=found.order_by().values("pk")) | by_name), False


class OneAtATime:
    """For pages whose forms say that somebody else has saved meanwhile: who saves at the same moment waits first."""

    def get_object(self, request, object_id, from_field=None):
        record = super().get_object(request, object_id, from_field)
        if record and request.method == "POST" and connection.in_atomic_block:
            self.model._base_manager.select_for_update().filter(pk=record.pk).first()
            record = super().get_object(request, object_id, from_field)
        return record


class LookedAtAdmin(EditorAdmin):
    """Base of the pages for rows that only actions write."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class VersionedAdmin(SimpleHistoryAdmin, EditorAdmin):
    """Base of the pages for records that have versions: what a form saves is one version."""

    object_history_list_template = "admin/_versions.html"
    object_history_template = "admin/versions.html"
    object_history_form_template = "admin/version.html"
    history_list_per_page = 20

    def save_model(self, request, obj, form, change):
        if change:
            keep_first_version(obj)
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change or self.has_changed(form, formsets):
            keep_version(self.model._base_manager.get(pk=form.instance.pk), by=request.user)

    def has_changed(self, form, formsets) -> bool:
        """Whether the person who saves has changed anything."""
        return form.has_changed() or any(formset.has_changed() for formset in formsets)

    def set_history_delta_changes(self, request, historical_records, foreign_keys_are_objs=True):
        """Say of each version on the page what it changed."""
        shown = list(historical_records)
        if not shown:
            return
        oldest = shown[-1]
        before = shown[0].__class__.objects.filter(id=oldest.id, history_id__lt=oldest.history_id).first()
        names = Names(self.model, *(version.content for version in [*shown, before] if version))
        for version, earlier in zip(shown, [*shown[1:], before], strict=True):
            version.is_first = earlier is None
            if earlier:
                version.changes = differences(self.model, earlier.content, version.content, names)

    def history_view(self, request, object_id, extra_context=None):
        try:
            self.opts.pk.to_python(unquote(object_id))
        except ValidationError:  # the package asks the database for it as it is
            raise Http404 from None
        return super().history_view(request, object_id, extra_context)

    def get_history_queryset(self, request, history_manager, pk_name, object_id):
        # The order in which they were written: two of one transaction may have the same time.
        return history_manager.filter(**{pk_name: object_id}).select_related("history_user").order_by("-history_id")

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """What would change if the record got the content of this version; a POST gives it to it."""
        record = self.get_object(request, object_id)
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        version = get_object_or_404(self.model.history.filter(id=record.pk), history_id=version_id)
        if request.method == "POST":
            return self._restored(request, record, version)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Back to an earlier version"),
            "opts": self.opts,
            "object": record,
            "version": version,
            "changes": self.compared(record, content_of(record), version.content),
        }
        return self.render_history_view(request, self.object_history_form_template, context | (extra_context or {}))

    def compared(self, record, before: dict, after: dict) -> list[Difference]:
        """Return what differs between two contents of ``record``, which was read with what it links to."""
        linked = filter(None, (getattr(record, name) for name in self._foreign_keys))
        return differences(self.model, before, after, Names(self.model, before, after, known=linked))

    def _restored(self, request, record, version):
        try:
            left_out = self.restore(record, version, by=request.user)
        except ValidationError as error:  # a rule that is younger than the version
            self.message_user(request, " ".join(error.messages), messages.WARNING)
            return HttpResponseRedirect(request.path)
        text = gettext("The record has the content of the earlier version again.")
        self.message_user(request, text, messages.SUCCESS)
        if left_out:
            names = ", ".join(sorted({label_of(self.model, name) for name in left_out}))
            text = gettext("Some of what it linked to is gone, and was left out: %(names)s") % {"names": names}
            self.message_user(request, text, messages.WARNING)
        return HttpResponseRedirect(self.address("change", record.pk))

    def restore(self, record, version, *, by) -> list[str]:
        """Give ``record`` the content of ``version``; return the names of what could not be put back."""
        with written_as_a_version(record, by=by, reason=gettext("Restored")):
            return put_content(record, version.content)


class _Rows(_Lean):
    extra = 0

    def get_queryset(self, request):
        links = [field.name for field in self.opts.many_to_many if field.name in self.autocomplete_fields]
        return super().get_queryset(request).select_related(*self._foreign_keys).prefetch_related(*links)


class NamedRows(forms.BaseInlineFormSet):
    """Rows below the headings of columns, which name the fields to those alone who see them."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if not widget.is_hidden:
                widget.attrs["aria-label"] = form[name].label


class RowInline(_Rows, admin.TabularInline):
    """Rows of a few fields, narrow enough to stand side by side."""

    formset = NamedRows
    formfield_overrides = {
        **_Lean.formfield_overrides,
        models.CharField: {"widget": forms.TextInput(attrs={"size": 15})},
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "cols": 34})},
    }


class BlockInline(_Rows, admin.StackedInline):
    """Rows of more fields than a table has room for."""


class CitationInline(RowInline):
    """Base of the inlines for the citation tables: which document, and where in it."""

    autocomplete_fields = ["document"]
    formfield_overrides = {
        **RowInline.formfield_overrides,
        models.CharField: {"widget": forms.TextInput(attrs={"size": 50})},
    }


# --- Shared parts of forms and lists --------------------------------------------------------------------------

# For models.Sourced.
DATING_FIELDSET = (
    _("Dating and editor's note"),
    {
        "fields": [
            ("facts_as_of", "facts_as_of_precision"),
            ("facts_as_of_note", "facts_as_of_note_en"),
            ("editor_note", "editor_note_en"),
        ]
    },
)
# For partial_dates.Period.
PERIOD_FIELDSET = (
    _("Period"),
    {
        "fields": [
            ("starts_on", "starts_precision"),
            ("ends_on", "ends_precision"),
            ("period_note", "period_note_en"),
        ],
        "description": _("Of a month, season or year, give its first day and the precision."),
    },
)


class ReviewFilter(admin.SimpleListFilter):
    """What an editor has to look over: late, soon, or with no day set. Another ``field`` in a subclass."""

    title = _("review")
    parameter_name = "review"
    field = "next_review_on"

    def lookups(self, request, model_admin):
        return [("late", _("overdue")), ("soon", _("within 30 days")), ("none", _("no day set"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        if self.value() == "late":
            return queryset.filter(**{f"{self.field}__lt": today})
        if self.value() == "soon":
            until = today + datetime.timedelta(days=REVIEW_SOON_DAYS)
            return queryset.filter(**{f"{self.field}__range": (today, until)})
        if self.value() == "none":
            return queryset.filter(**{self.field: None})
        return queryset


class SourceFilter(admin.SimpleListFilter):
    """Records without a source stand out: every fact should have one."""

    title = _("source")
    parameter_name = "source"

    def lookups(self, request, model_admin):
        return [("yes", _("has a source")), ("no", _("has no source"))]

    def queryset(self, request, queryset):
        if self.value() == "yes":
            return queryset.exclude(citations=None)
        if self.value() == "no":
            return queryset.filter(citations=None)
        return queryset


# --- Source documents -----------------------------------------------------------------------------------------


@admin.register(SourceDocument)
class SourceDocumentAdmin(VersionedAdmin):
    list_display = ["list_title", "kind", "publisher", "dated", "language", "facts_as_of"]
    list_filter = ["kind", "language"]
    search_fields = ["title", "title_en", "publisher", "author", "slug"]
    ordering = ["sort_key"]
    prepopulated_fields = {"slug": ["title"]}
    fieldsets = [
        (None, {"fields": ["title", "slug", "kind", ("form", "form_en"), "language", "summary"]}),
        (_("Found by"), {"fields": ["keywords", "other_words"]}),
        (_("Origin"), {"fields": [("publisher", "author"), "email", "dated", "url"]}),
        (_("Text"), {"fields": ["body"], "classes": ["collapse"]}),
        (_("English"), {"fields": ["title_en", "summary_en"]}),
        DATING_FIELDSET,
    ]

    @admin.display(description=_("title"), ordering="sort_key")
    def list_title(self, document):
        return document.title

"""Pictures and PDFs in the administration: those of a record of any kind, and the list of all."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy as _

from attachments.actions import delete_attachment, describe_attachment
from attachments.forms import AttachmentForm, DescriptionForm
from search.swedish import swedish_sort_key
from sources.admin import EditorAdmin, OneAtATime

from .file_actions import add_file, keep_file
from .holdings import kinds
from .proposed_files import files_of


class WithFiles:
    """For the page of a kind of content: a page for the pictures and PDFs of one of its records."""

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_files"
        return [
            path("<path:object_id>/files/", self.admin_site.admin_view(self.files_view), name=name),
            *super().get_urls(),
        ]

    def files_view(self, request, object_id):
        """The files of a record, with what is proposed for them, and a form for more. They count at once."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        if request.method == "POST" and (file := request.POST.get("keep", "")).isdecimal():
            keep_file(record, int(file), by=request.user)
            return HttpResponseRedirect(request.path)
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = AttachmentForm(*sent, label_suffix="")
        if request.method == "POST" and form.is_valid():
            try:
                added = add_file(record, by=request.user, **form.cleaned_data)
            except ValidationError as error:  # there is room for no more
                form.add_error(None, error)
            else:
                self.log_change(
                    request, record, [{"added": {"name": str(added._meta.verbose_name), "object": str(added)}}]
                )
                self.message_user(request, gettext("“%(title)s” has been added.") % {"title": added}, messages.SUCCESS)
                return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Pictures and files"),
            "opts": self.opts,
            "record": record,
            "form": form,
            "files": files_of(record),
        }
        return TemplateResponse(request, "admin/files.html", context)


def address_of_files(record) -> str | None:
    """Return the address of the page above for ``record``; None when there is none."""
    try:
        return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_files", args=[record.pk])
    except (AttributeError, NoReverseMatch):  # it is gone, or of no kind of content
        return None


class AttachmentAdmin(OneAtATime, EditorAdmin):
    """All that has been sent in. What is new is added on the page of its record; the file itself never changes."""

    list_display = ["title", "list_record", "kind", "list_size", "uploaded_by", "uploaded_at"]
    list_select_related = ["uploaded_by", "content_type"]
    list_filter = ["kind", ("content_type", admin.RelatedOnlyFieldListFilter)]
    date_hierarchy = "uploaded_at"
    ordering = ["-uploaded_at", "-pk"]
    search_fields = ["title", "alternative_text", "uploaded_by__name", "uploaded_by__email"]
    search_help_text = _("Title, what the picture shows, title of the record, or who sent it in")
    form = DescriptionForm
    readonly_fields = ["picture", "list_record", "kind", "list_size", "measures", "uploaded_by", "uploaded_at"]
    fieldsets = [
        (None, {"fields": ["picture", "title", "alternative_text", "after", "seen"]}),
        (_("The file"), {"fields": ["list_record", "kind", "list_size", "measures", "uploaded_by", "uploaded_at"]}),
    ]

    class Media:
        css = {"all": ["files.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("record")

    def get_search_results(self, request, queryset, search_term):
        """Find by the title of the record too, whatever its kind."""
        found, _may_have_duplicates = super().get_search_results(request, queryset, search_term)
        words = [swedish_sort_key(word) for word in search_term.split()]
        if not words:
            return found, False
        of_record, by_title = (
            Q(pk__in=found.order_by().values("pk")),
            Q(*(Q(sort_key__contains=word) for word in words)),
        )
        for model in kinds():
            records = model._base_manager.filter(by_title).values("pk")
            of_record |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=records)
        return queryset.filter(of_record), False

    @admin.display(description=_("record"))
    def list_record(self, file):
        if file.record is None:  # see the command tidy_files
            return f"#{file.object_id}"
        address = address_of_files(file.record)
        return format_html('<a href="{}">{}</a>', address, file.record) if address else str(file.record)

    @admin.display(description=_("size"), ordering="size")
    def list_size(self, file):
        return filesizeformat(file.size)

    @admin.display(description=_("width × height"))
    def measures(self, file):
        return f"{file.width} × {file.height}" if file.is_picture else self.get_empty_value_display()

    @admin.display(description=_("file"))
    def picture(self, file):
        if not file.is_picture:
            return format_html('<a href="{}">{}</a>', file.get_absolute_url(), file.title)
        address, (width, height) = file.get_absolute_url(), file.small_size
        html = '<a class="files" href="{}"><img src="{}" alt="{}" width="{}" height="{}"></a>'
        return format_html(html, address, file.small_url, file.alternative_text, width, height)

    def save_model(self, request, obj, form, change):
        describe_attachment(attachment=obj, by=request.user, **form.description())

    def delete_model(self, request, obj):
        delete_attachment(attachment=obj, by=request.user)

    def response_post_save_change(self, request, obj):
        address = address_of_files(obj.record)
        return HttpResponseRedirect(address) if address else super().response_post_save_change(request, obj)

    def has_add_permission(self, request):
        return False

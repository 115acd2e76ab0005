"""Requests that wait for an editor, and who belongs where: to look at. What is done about them is in the actions."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from organisations.finding import alike
from sources import queues
from sources.admin import LookedAtAdmin

from ..enums import Outcome
from ..members import actions as members
from ..models import Invitation, JoinRequest, OrganisationMember, OrganisationRequest
from .forms import DecisionForm


class WaitingFilter(admin.SimpleListFilter):
    """What waits for an answer, unless something else is chosen."""

    title = _("outcome")
    parameter_name = "outcome"

    def lookups(self, request, model_admin):
        return [("all", _("all")), *Outcome.choices[1:]]

    def choices(self, changelist):
        waiting, *others = super().choices(changelist)
        yield waiting | {"display": Outcome.WAITING.label}
        yield from others

    def queryset(self, request, queryset):
        value = self.value() or Outcome.WAITING
        return queryset if value == "all" else queryset.filter(outcome=value)


@admin.register(OrganisationRequest)
class OrganisationRequestAdmin(LookedAtAdmin):
    list_display = ["name", "kind", "municipality", "number", "user", "asked_at", "outcome", "decided_by"]
    list_select_related = ["municipality", "user", "decided_by"]
    list_filter = [WaitingFilter]
    search_fields = ["name", "number", "user__email", "user__name"]
    ordering = ["asked_at"]
    fields = [
        *["name", "number", "kind", "municipality", "website", "comment", "user", "asked_at"],
        *["outcome", "decided_at", "decided_by", "answer", "organisation"],
    ]
    readonly_fields = fields

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a request; while it waits whoever may decide gets the decision and what it may be below."""
        asked = self.get_object(request, unquote(object_id))
        if asked is None or asked.outcome != Outcome.WAITING or not self._may_decide(request):
            if request.method == "POST" and asked and self._may_decide(request):
                return self._told(request, asked)
            return super().change_view(request, object_id, form_url, extra_context)
        form = DecisionForm(request.POST or None, asked=asked)
        if request.method == "POST" and form.is_valid():
            try:
                decided = form.save(by=request.user)
            except members.AlreadyDecided as error:
                return self._told(request, error.request)
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                text = gettext("Decided: %(name)s. Whoever asked gets a mail.") % {"name": decided}
                self.message_user(request, text, messages.SUCCESS)
                return redirect("admin:accounts_organisationrequest_changelist")
        context = {
            **self.admin_site.each_context(request),
            "title": asked.name,
            "opts": self.opts,
            "asked": asked,
            "form": form,
            "alike": alike(asked.name, number=asked.number, municipality=asked.municipality_id),
        }
        return TemplateResponse(request, "admin/organisation_request.html", context)

    def _may_decide(self, request):
        return request.user.has_perm("accounts.change_organisationrequest")

    def _told(self, request, asked):
        text = gettext("Somebody else has decided on %(name)s already: %(outcome)s. You have changed nothing.")
        names = {"name": asked, "outcome": asked.get_outcome_display()}
        self.message_user(request, text % names, messages.ERROR)
        return redirect("admin:accounts_organisationrequest_changelist")


class AnsweredByFilter(admin.SimpleListFilter):
    """Who is to answer a request to join: where an organisation has nobody responsible, the editors."""

    title = _("who answers")
    parameter_name = "answers"

    def lookups(self, request, model_admin):
        return [("editors", _("the editors")), ("responsible", _("those responsible"))]

    def queryset(self, request, queryset):
        if self.value() == "editors":
            return queryset.for_editors()
        if self.value() == "responsible":
            return queryset.exclude(pk__in=JoinRequest.objects.for_editors())
        return queryset


@admin.register(JoinRequest)
class JoinRequestAdmin(LookedAtAdmin):
    """Requests to join. Where an organisation has somebody responsible they answer; where it has not, an editor."""

    list_display = ["organisation", "user", "message", "asked_at", "outcome", "decided_by"]
    list_select_related = ["organisation", "user", "decided_by"]
    list_filter = [WaitingFilter, AnsweredByFilter]
    search_fields = ["organisation__name", "user__email", "user__name"]
    ordering = ["asked_at"]
    fields = ["organisation", "user", "message", "asked_at", "outcome", "decided_at", "decided_by"]
    readonly_fields = fields
    actions = ["let_in", "say_no"]

    def has_decide_permission(self, request):
        return request.user.has_perm("accounts.change_joinrequest")

    @admin.action(description=_("Let in"), permissions=["decide"])
    def let_in(self, request, queryset):
        self._answer(request, queryset, accept=True)

    @admin.action(description=_("Say no"), permissions=["decide"])
    def say_no(self, request, queryset):
        self._answer(request, queryset, accept=False)

    def _answer(self, request, queryset, *, accept):
        done, too_late = 0, []
        for asked in queryset:
            try:
                members.answer(asked, accept=accept, by=request.user)
            except (members.AlreadyDecided, JoinRequest.DoesNotExist):
                too_late.append(str(asked.user))
            else:
                done += 1
        if done:
            text = ngettext("%(count)d request is answered.", "%(count)d requests are answered.", done)
            self.message_user(request, text % {"count": done}, messages.SUCCESS)
        if too_late:
            text = gettext("Answered or taken back by somebody else before: %(names)s")
            self.message_user(request, text % {"names": ", ".join(too_late)}, messages.WARNING)


@admin.register(OrganisationMember)
class OrganisationMemberAdmin(LookedAtAdmin):
    """Who belongs where. Changed on the organisation's own page, where the rules for its members hold."""

    list_display = ["organisation", "user", "role", "since"]
    list_select_related = ["organisation", "user"]
    list_filter = ["role"]
    search_fields = ["organisation__name", "user__email", "user__name"]
    fields = ["organisation", "user", "role", "since"]
    readonly_fields = fields


@admin.register(Invitation)
class InvitationAdmin(LookedAtAdmin):
    list_display = ["organisation", "email", "role", "invited_by", "invited_at", "ends_at", "accepted_at"]
    list_select_related = ["organisation", "invited_by"]
    search_fields = ["organisation__name", "email"]
    fields = ["organisation", "email", "role", "invited_by", "invited_at", "ends_at", "accepted_at"]
    readonly_fields = fields


# What of this waits for an editor, for the first page of the admin.
queues.register(
    _("to decide on"),
    OrganisationRequest,
    waiting=lambda: OrganisationRequest.objects.filter(outcome=Outcome.WAITING),
    since="asked_at",
    choices={"outcome": Outcome.WAITING.value},
)
queues.register(
    _("where nobody is responsible"),
    JoinRequest,
    waiting=JoinRequest.objects.for_editors,
    since="asked_at",
    choices={"answers": "editors"},
)

"""Pages for those who work for an organisation. Who may see and do what is the table of rights (accounts/rights.py)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organisations.models import Organisation

from .. import limits
from ..enums import MemberRole, Outcome
from ..models import Invitation, JoinRequest, OrganisationMember
from ..rights import Right, may
from . import actions
from .forms import InviteForm, JoinForm, MemberForm


def _organisation(request, slug, right) -> Organisation:
    """Return the organisation; raises PermissionDenied for whoever has not ``right`` there."""
    organisation = get_object_or_404(Organisation, slug=slug)
    if not may(request.user, right, organisation):
        raise PermissionDenied(f"{right} in {slug}")
    return organisation


# --- One's own ------------------------------------------------------------------------------------------------


def memberships(request):
    """The organisations that one belongs to, has asked to join or is invited to."""
    user = request.user
    context = {
        "memberships": user.memberships.select_related("organisation").order_by("organisation__sort_key"),
        "requests": user.join_requests.filter(outcome=Outcome.WAITING).select_related("organisation"),
        "new_ones": user.organisation_requests.filter(outcome=Outcome.WAITING),
        "invitations": Invitation.objects.open()
        .to(actions.confirmed_addresses(user))
        .exclude(organisation__members__user=user)
        .select_related("organisation"),
    }
    return render(request, "accounts/members/memberships.html", context)


def leave(request, slug):
    """Say what leaving means, and leave."""
    member = get_object_or_404(request.user.memberships.select_related("organisation"), organisation__slug=slug)
    if request.method == "POST":
        try:
            actions.remove(member, by=request.user)
        except actions.LastResponsible as error:
            messages.error(request, error.message)
            return redirect("members:list", slug)
        messages.success(request, _("You have left %(organisation)s.") % {"organisation": member.organisation})
        return redirect("members:mine")
    return render(request, "accounts/members/leave.html", {"member": member, "organisation": member.organisation})


def invitation(request, token):
    """Who invites to what; whoever has confirmed the address that it was sent to can follow it."""
    found = (
        Invitation.objects.select_related("organisation", "invited_by").filter(token=token.replace("\x00", "")).first()
    )
    if found is None:
        return render(request, "invitation_gone.html", status=404)
    if request.method == "POST":
        try:
            actions.accept(found, by=request.user)
        except actions.InvitationEnded:
            return redirect("members:invitation", token)  # the page says so
        text = _("You belong to %(organisation)s now, and register projects and events for it under “My work”.")
        messages.success(request, text % {"organisation": found.organisation})
        return redirect("members:list", found.organisation.slug)
    context = {
        "invitation": found,
        "is_member": found.organisation.members.filter(user=request.user).exists(),
        "is_for_user": found.email.lower() in actions.confirmed_addresses(request.user),
    }
    return render(request, "accounts/members/invitation.html", context)


# --- Asking ---------------------------------------------------------------------------------------------------


def join(request, slug):
    """Ask to join an organisation."""
    organisation = get_object_or_404(Organisation, slug=slug)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            limits.demand(request, "ask")
            actions.ask_to_join(organisation, by=request.user, message=form.cleaned_data["message"])
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Your request is sent. You get a mail when it is answered."))
            return redirect("members:mine")
    led = organisation.members.responsible().exists()
    return render(request, "accounts/members/join.html", {"form": form, "organisation": organisation, "led": led})


@require_POST
def stop_asking(request, pk):
    asked = get_object_or_404(request.user.join_requests, pk=pk)
    actions.stop_asking(asked, by=request.user)
    return redirect("members:mine")


# --- The members of one ---------------------------------------------------------------------------------------


def members(request, slug):
    """Who works for the organisation and, for those who lead, who has asked to and who is invited."""
    organisation = _organisation(request, slug, Right.SEE_MEMBERS)
    leads = may(request.user, Right.LEAD_MEMBERS, organisation)
    context = {
        "organisation": organisation,
        "members": organisation.members.select_related("user").order_by("-role", "user__name", "user__email"),
        "own": request.user.memberships.filter(organisation=organisation).first(),
        "leads": leads,
        "requests": organisation.join_requests.filter(outcome=Outcome.WAITING).select_related("user") if leads else [],
        "invitations": organisation.invitations.filter(accepted_at=None) if leads else [],
    }
    return render(request, "accounts/members/members.html", context)


def member(request, slug, pk):
    """One of the members: change the role, or remove."""
    organisation = _organisation(request, slug, Right.LEAD_MEMBERS)
    one = get_object_or_404(organisation.members.select_related("user"), pk=pk)
    form = MemberForm(request.POST or None, instance=one)
    if request.method == "POST":
        try:
            if "remove" in request.POST:
                actions.remove(one, by=request.user)
                messages.success(request, _("%(name)s is no longer a member.") % {"name": one.user})
                return redirect("members:list", slug)
            if form.is_valid():
                actions.change_role(one, role=MemberRole(form.cleaned_data["role"]), by=request.user)
                messages.success(request, _("The role is changed."))
                return redirect("members:list", slug)
        except actions.LastResponsible as error:
            form.add_error(None, error.message)
        except OrganisationMember.DoesNotExist:
            messages.error(request, _("%(name)s has left the organisation.") % {"name": one.user})
            return redirect("members:list", slug)
    return render(request, "accounts/members/member.html", {"organisation": organisation, "member": one, "form": form})


def invite(request, slug):
    """Invite somebody by e-mail."""
    organisation = _organisation(request, slug, Right.LEAD_MEMBERS)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, role = form.cleaned_data["email"], MemberRole(form.cleaned_data["role"])
        try:
            limits.demand(request, "invite", email)
            actions.invite(organisation, email=email, role=role, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The invitation to %(email)s is sent.") % {"email": email})
            return redirect("members:list", slug)
    return render(request, "accounts/members/invite.html", {"organisation": organisation, "form": form})


@require_POST
def invite_again(request, slug, pk):
    organisation = _organisation(request, slug, Right.LEAD_MEMBERS)
    invitation = get_object_or_404(organisation.invitations.filter(accepted_at=None), pk=pk)
    try:
        limits.demand(request, "invite", invitation.email)
        actions.invite_again(invitation, by=request.user)
    except limits.TooOften as error:
        messages.error(request, error.message)
    except Invitation.DoesNotExist:
        messages.error(request, _("The invitation is followed or taken back already."))
    else:
        messages.success(request, _("The invitation to %(email)s is sent.") % {"email": invitation.email})
    return redirect("members:list", slug)


@require_POST
def take_back(request, slug, pk):
    organisation = _organisation(request, slug, Right.LEAD_MEMBERS)
    invitation = get_object_or_404(organisation.invitations.filter(accepted_at=None), pk=pk)
    actions.take_back(invitation, by=request.user)
    messages.success(request, _("The invitation to %(email)s is taken back.") % {"email": invitation.email})
    return redirect("members:list", slug)


@require_POST
def answer(request, slug, pk):
    """Let somebody in who has asked, by the button ``accept``; any other says no."""
    organisation = _organisation(request, slug, Right.LEAD_MEMBERS)
    asked = get_object_or_404(organisation.join_requests.select_related("user"), pk=pk)
    try:
        asked = actions.answer(asked, accept="accept" in request.POST, by=request.user)
    except actions.AlreadyDecided:
        messages.error(request, _("Somebody else has answered %(name)s already.") % {"name": asked.user})
    except JoinRequest.DoesNotExist:
        messages.error(request, _("%(name)s has taken the request back.") % {"name": asked.user})
    else:
        said = {
            Outcome.ACCEPTED: _("%(name)s is a member now."),
            Outcome.DECLINED: _("%(name)s is told that the answer is no."),
        }
        messages.success(request, said[asked.outcome] % {"name": asked.user})
    return redirect("members:list", slug)

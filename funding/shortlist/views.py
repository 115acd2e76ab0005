"""The shortlist side by side, and what puts a call on it or takes it away."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.validators import slug_re
from django.db.models import Prefetch
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from organisations.models import Contact
from search.compare import COMPARE_AT_MOST, comparison
from search.formats import PARAMETER

from ..chosen_day import chosen_day, state_moment
from ..models import Call
from ..terms import terms_of
from . import AT_MOST, actions, cookie, table
from .lists import Shortlist, all_of, named
from .origin import from_our_pages

# So many calls that are not on the list can be named in the address.
NAMED_AT_MOST = 500


def _with_facts(calls, moment):
    """Return ``calls`` with all that stands side by side."""
    contacts = Prefetch("contacts", Contact.objects.select_related("organisation"))
    return (
        calls.with_state(moment)
        .select_related("programme")
        .prefetch_related(
            "windows",
            "ceilings",
            "applicant_kinds",
            "programme__ceilings",
            "programme__applicant_kinds",
            "themes",
            "citations__document",
            contacts,
        )
    )


@login_not_required
def shortlist(request):
    """Two to four calls side by side, of a shortlist or named in the address; as a workbook too."""
    shown = named(request, request.GET.get("lista", ""))
    on, notes = chosen_day(request)
    asked = [slug for slug in dict.fromkeys(request.GET.getlist("utlysning")) if slug_re.match(slug)][:NAMED_AT_MOST]
    calls = shown.in_order(_with_facts(shown.with_slug(asked), state_moment(request, on)))
    compared = comparison(request, calls, "utlysning", unasked=COMPARE_AT_MOST)
    compared.notes += notes
    for call in compared.records:
        call.terms = terms_of(call)
    if request.GET.get(PARAMETER) == "xlsx":
        return table.response(request, shown.title, compared.records, on)
    context = {
        "comparison": compared,
        "shortlist": shown,
        "shortlists": all_of(request),
        "on_it": [call for call in calls if call.pk in shown.keys],
        "in_browser": len(cookie.read(request)) if request.user.is_authenticated else 0,
        "title": shown.title,
        "list_title": _("Calls"),
        "list_url": reverse("funding:calls"),
        "on": on,
        "most": AT_MOST,
    }
    return render(request, "funding/shortlist.html", context)


@login_not_required
@require_POST
@from_our_pages
def change(request):
    """Put a call on a shortlist, or take it away; for htmx only the button and the number that change."""
    kept = named(request, request.GET.get("lista", ""))
    adds = "lagg-till" in request.POST
    slug = request.POST.get("lagg-till" if adds else "ta-bort", "")
    if not slug_re.match(slug):  # what is no text a database would not even look for
        raise Http404
    call = get_object_or_404(Call.objects.visible_to(request.user), slug=slug)
    keys, told = _changed(kept, call, adds)
    if request.htmx:
        kept.keys = keys
        context = {"record": call, "shortlist": kept, "told": told}
        response = render(request, "funding/_shortlist_changed.html", context)
    else:
        messages.info(request, told)
        response = _back(request)
    if not request.user.is_authenticated:
        cookie.write(response, keys)
    return response


def _changed(kept: Shortlist, call: Call, adds: bool) -> tuple[list[int], str]:
    """Change the list; return the keys of its calls then, and what to tell the reader."""
    title = {"call": call}
    full = _("The shortlist holds %(most)d calls at most. Take one away first.") % {"most": AT_MOST}
    if kept.user.is_authenticated:
        try:
            (actions.add if adds else actions.remove)(call, by=kept.user, organisation=kept.organisation)
        except actions.Full:
            return kept.keys, full
        keys = Shortlist(kept.request, kept.organisation).keys
    else:
        # What is gone since goes from the cookie with the next change.
        there = set(Call.objects.visible_to(kept.user).filter(pk__in=kept.keys).values_list("pk", flat=True))
        keys = [pk for pk in kept.keys if pk in there and pk != call.pk]
        if adds and len(keys) >= AT_MOST:
            return kept.keys, full
        keys += [call.pk] if adds else []
    if adds:
        return keys, _("“%(call)s” is on the shortlist.") % title
    return keys, _("“%(call)s” is no longer on the shortlist.") % title


@require_POST
def take_over(request):
    """Let the account, or an organisation, have what was picked in this browser without an account; or forget it."""
    kept = named(request, request.POST.get("lista", ""))
    response = redirect(f"{reverse('funding:shortlist')}{f'?lista={kept.slug}' if kept.slug else ''}")
    if "glom" not in request.POST:
        keys = cookie.read(request)
        found = {call.pk: call for call in Call.objects.visible_to(request.user).filter(pk__in=keys)}
        calls = [found[pk] for pk in keys if pk in found]
        left = actions.take_over(calls, by=request.user, organisation=kept.organisation)
        if left:
            text = ngettext("%(count)d call did not fit.", "%(count)d calls did not fit.", left)
            messages.warning(request, text % {"count": left})
    cookie.write(response, [])
    return response


def _back(request):
    """Lead back to where the button was."""
    address = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    # Not by redirect(), which looks for a view of that name.
    return HttpResponseRedirect(address if allowed and address.startswith("/") else reverse("funding:shortlist"))

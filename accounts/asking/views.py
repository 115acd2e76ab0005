"""Pages to find one's organisation on, and to ask for one that is not there."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organisations.finding import by_name

from .. import limits
from . import actions
from .forms import NewOrganisationForm


def find(request):
    """Find one's organisation by name, to join it: the page, or while one types the part with what is found."""
    name = request.GET.get("namn", "").replace("\x00", "")[:200]
    template = "accounts/asking/_found.html" if request.htmx else "accounts/asking/find.html"
    return render(request, template, {"name": name, "found": by_name(name)})


def new(request):
    """Ask for an organisation.

    What is filled in so far is compared with those that are there, while one types or by the button ``look``; nothing
    is sent by that.
    """
    if "look" in request.POST:
        form = NewOrganisationForm(initial=request.POST.dict())
        template = "accounts/asking/_alike.html" if request.htmx else "accounts/asking/new.html"
        return render(request, template, {"form": form})
    form = NewOrganisationForm(request.POST or None, initial={"name": request.GET.get("namn", "")[:200]})
    if request.method == "POST" and form.is_valid():
        cleaned = {name: form.cleaned_data[name] for name in form.Meta.fields}
        try:
            limits.demand(request, "ask")
            actions.ask_for(by=request.user, **cleaned)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Your request is sent to the editors. You get a mail when it is decided."))
            return redirect("members:mine")
    return render(request, "accounts/asking/new.html", {"form": form})


@require_POST
def stop_asking(request, pk):
    asked = get_object_or_404(request.user.organisation_requests, pk=pk)
    actions.stop_asking(asked, by=request.user)
    return redirect("members:mine")

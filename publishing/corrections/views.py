"""Where a reader proposes a correction: first which field, then what it should say."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from . import actions
from .fields import facts_of, record_at
from .forms import CorrectionForm


@login_not_required
# It does nothing on behalf of who sends it, so nobody gains by another sending it; and a reader gets no cookie for it.
@csrf_exempt
@never_cache  # each form has a number of its own
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request, kind, slug):
    """The form; with ``falt`` in the address, or in what is sent, it is about that field, else about something else."""
    record = record_at(kind, slug)
    facts = facts_of(record)
    asked = request.POST if request.method == "POST" else request.GET
    fact = next((fact for fact in facts if fact.name == asked.get("falt")), None)
    context, status = {"kind": kind, "record": record, "facts": facts, "fact": fact}, 200
    if request.method == "POST":
        form = CorrectionForm(request.POST, record=record)
        if form.is_valid():
            if _within_limits(request, record):
                written = {name: form.cleaned_data[name] for name in ("key", "proposed", "source", "email")}
                field, said = (fact.name, fact.text) if fact else ("", "")
                actions.propose(record, field=field, said=said, language=get_language(), **written)
                return redirect("corrections:thanks", kind, slug)
            status = 429
            form.add_error(
                None,
                _("Too many corrections have come. What you wrote is still here: send it in an hour, or tomorrow."),
            )
        context["form"] = form
    elif "falt" in asked:
        context["form"] = CorrectionForm(record=record)
    return render(request, "corrections/propose.html", context, status=status)


def _within_limits(request, record) -> bool:
    """Count one more correction from this address of the network and to this record: settings.ACCOUNT_RATE_LIMITS."""
    return ratelimit.consume(request, action="correction", key=f"{record._meta.label_lower}:{record.pk}")


@login_not_required
@require_safe
def thanks(request, kind, slug):
    return render(request, "corrections/thanks.html", {"record": record_at(kind, slug)})

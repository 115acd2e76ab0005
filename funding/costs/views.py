"""The calculator of a programme or a call: a form that is sent by GET, so that its state is an address."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..models import Call, Programme
from ..terms import terms_of
from . import drawings
from .forms import CostsForm
from .lines import calculate


@login_not_required
@require_safe
def programme_costs(request, slug):
    programmes = Programme.objects.visible_to(request.user).prefetch_related("ceilings", "applicant_kinds")
    return _page(request, get_object_or_404(programmes, slug=slug))


@login_not_required
@require_safe
def call_costs(request, slug):
    rows = [f"{of}{name}" for of in ("", "programme__") for name in ("ceilings", "applicant_kinds")]
    calls = Call.objects.visible_to(request.user).select_related("programme").prefetch_related(*rows)
    return _page(request, get_object_or_404(calls, slug=slug))


def _page(request, record):
    terms = terms_of(record)
    form = CostsForm(request.GET, terms)
    calculation = calculate(terms, form.inputs(), request.user) if form.is_valid() else None
    context = {"record": record, "terms": terms, "form": form, "calculation": calculation}
    if calculation and calculation.flow:
        context["drawing"] = drawings.balance(calculation)
    return render(request, "funding/costs/page.html", context)

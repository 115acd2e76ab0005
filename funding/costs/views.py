"""The calculator of a programme or a call: a form that is sent by GET, so that its state is an address."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ..models import Call, Programme
from . import drawings
from .forms import CostsForm
from .lines import calculate
from .terms import terms_for


@login_not_required
@require_safe
def programme_costs(request, slug):
    programmes = Programme.objects.visible_to(request.user).select_related("parent")
    programmes = programmes.prefetch_related("ceilings", "parent__ceilings")
    return _page(request, get_object_or_404(programmes, slug=slug))


@login_not_required
@require_safe
def call_costs(request, slug):
    calls = Call.objects.visible_to(request.user).select_related("programme__parent")
    calls = calls.prefetch_related("programme__ceilings", "programme__parent__ceilings")
    return _page(request, get_object_or_404(calls, slug=slug))


def _page(request, record):
    terms = terms_for(record)
    form = CostsForm(request.GET, terms)
    calculation = calculate(terms, form.inputs(), request.user) if form.is_valid() else None
    programme = getattr(record, "programme", record)
    context = {"record": record, "programme": programme, "form": form, "calculation": calculation}
    if calculation and calculation.flow:
        context["drawing"] = drawings.balance(calculation)
    return render(request, "funding/costs/page.html", context)

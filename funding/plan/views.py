"""The plan of a call or a programme: as a page, as a calendar, as a memo. All that it is made of is in the address."""

from django.contrib.auth.decorators import login_not_required
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from search import changes

from .. import turns
from ..models import Call, Programme
from .backwards import plan_backwards
from .deadlines import Deadline, deadline_of
from .forms import PlanForm
from .ical import calendar_of
from .memo import memo_of
from .steps import steps_of
from .words import hour, reason, trouble

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What the address asks for with "format": the file's type and what makes it from a record and its plan.
FILES = {"ics": ("text/calendar; charset=utf-8", calendar_of), "docx": (DOCX, memo_of)}


def _programmes(user):
    programmes = Programme.objects.visible_to(user).select_related("parent")
    return programmes.prefetch_related("steps", "parent__steps", "citations__document")


@login_not_required
def programme_plan(request, slug):
    programme = get_object_or_404(_programmes(request.user), slug=slug)
    if not programme.gives_money:
        raise Http404
    return _answer(request, programme, programme)


@login_not_required
def call_plan(request, slug):
    calls = Call.objects.visible_to(request.user).prefetch_related("windows", "citations__document")
    programmes = Programme.objects.select_related("parent").prefetch_related("steps", "parent__steps")
    call = get_object_or_404(calls.prefetch_related(Prefetch("programme", programmes)), slug=slug)
    return _answer(request, call, call.programme, lambda at, day: deadline_of(call, at, day))


def _answer(request, record, programme, own_deadline=lambda at, day: None):
    form = PlanForm(request.GET, today=timezone.localdate())
    form.is_valid()
    at = turns.moment_of(form.on, changes.current(request))
    day = form.deadline_day
    deadline = own_deadline(at, day) or (day and Deadline(day, is_typed=True))
    plan = deadline and plan_backwards(
        deadline,
        steps_of(programme, request.user),
        at=at,
        committees=form.committees,
        papers_days=form.papers_days,
    )
    wanted = request.GET.get("format", "")
    if wanted and wanted not in FILES:
        raise Http404
    if wanted and plan:
        return _file(record, plan, wanted)
    context = {"record": record, "programme": programme, "form": form, "plan": plan, "files": _files(request)}
    context["hour"] = plan and hour(plan.deadline)
    context["steps"] = [(one, reason(one, plan), trouble(one, plan)) for one in plan.steps] if plan else []
    return render(request, "funding/plan/plan.html", context)


def _file(record, plan, wanted):
    content_type, make = FILES[wanted]
    disposition = f'attachment; filename="plan-{record.slug}.{wanted}"'
    return HttpResponse(make(record, plan), content_type=content_type, headers={"Content-Disposition": disposition})


def _files(request) -> dict[str, str]:
    """Return the address of each file, with the same choices as those of the page."""
    chosen = request.GET.copy()
    addresses = {}
    for wanted in FILES:
        chosen["format"] = wanted
        addresses[wanted] = f"?{chosen.urlencode()}"
    return addresses

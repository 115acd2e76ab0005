"""The finder: a page for each question, and the answer beside all of them. The address keeps what is answered."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import InvalidPage, Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from search import changes

from .answer import Answer
from .beside import put_beside, rows, surroundings, ways_on
from .catalogue import Catalogue
from .forms import FinderForm
from .questions import QUESTIONS, question_of
from .told import told

# What the address says besides the answers: which page is asked for, and which question it was asked for from.
STEP, FROM, ANSWER, ALL = "steg", "fran", "svar", "alla"

# What the calculator asks as well, by its own name of it.
ASKED_BY_COSTS = {"budget": "budget", "egna": "eget", "start": "start"}

# Fewer than a list has rows: each tells a dozen reasons.
HITS_A_PAGE = 10


@login_not_required
def find(request):
    form = FinderForm(request.GET, changes.current(request))
    step = request.GET.get(STEP, "" if form.query else "1")
    if question := _question(form, step, request.GET.get(FROM, "")):
        return _ask(request, form, question)
    return _answer(request, form, step)


def _question(form, step, came_from):
    """Return the question to ask: the one asked for, or the one before it when something is wrong there."""
    by_number = {str(question.number): question for question in QUESTIONS}
    asked, before = by_number.get(step), by_number.get(came_from)
    is_wrong = asked and before and set(before.fields).intersection(form.errors)
    return before if is_wrong else asked


def _ask(request, form, question):
    other = form.query.copy()
    for name in question.fields:
        other.pop(name, None)
    context = {
        "form": form,
        "question": question,
        "questions": QUESTIONS,
        "fields": [form[name] for name in question.fields],
        "errors": [form[name] for name in question.fields if form[name].errors and form.query.get(name)],
        "kept": [(name, value) for name, values in other.lists() for value in values],
        "next": str(question.number + 1) if question.number < len(QUESTIONS) else ANSWER,
        "query": form.query.urlencode(),
        "query_without": other.urlencode(),
    }
    return render(request, "funding/find_question.html", context)


def _answer(request, form, step):
    query = form.query.urlencode()
    clean = query or urlencode({STEP: ANSWER})
    page_number = request.GET.get("sida", "")
    if not request.htmx and _is_untidy(request, step):
        return redirect(f"{request.path}?{clean}")
    catalogue = Catalogue(request, form.answers)
    around = surroundings(catalogue)
    answer = Answer(catalogue, rows(catalogue, around))
    paginator = Paginator(answer, HITS_A_PAGE)
    try:
        page = paginator.page(page_number or 1)
    except InvalidPage as error:
        raise Http404(_("The list has no such page.")) from error
    put_beside(page.object_list, catalogue, around)
    costs_query = _costs_query(form)
    for hit in page.object_list:
        hit.ways_on = ways_on(hit, costs_query, form.answers.day)
    context = {
        "form": form,
        "is_open": step == ALL,
        "questions": [(question, [form.shown(name) for name in question.fields]) for question in QUESTIONS],
        "wrong": [(question_of(name).number, form[name]) for name in form.fields if name in form.errors],
        "answer": answer,
        "told": told(form),
        # Each with the address of the answer with it, and the best of what it lets in.
        "gains": [(gain, gain.change.query(form.query), answer.records.get(gain.best)) for gain in answer.gains],
        "page": page,
        "page_numbers": list(paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)),
        "query": clean,
        "list_path": request.path,
        "on": form.answers.on,
        "today": form.answers.on,
    }
    part = request.htmx and not request.htmx.history_restore_request
    response = render(request, "funding/_find_answer.html" if part else "funding/find.html", context)
    if part:
        response["HX-Push-Url"] = f"{reverse('funding:find')}?{clean}"
    patch_vary_headers(response, ["HX-Request"])
    return response


def _costs_query(form):
    """Return what has been answered and understood that the calculator asks, too."""
    right = {ASKED_BY_COSTS[name]: form.query.get(name) for name in ASKED_BY_COSTS if name not in form.errors}
    right["manader"] = form.answers.months  # where the end was answered, too
    return urlencode({name: value for name, value in right.items() if value})


def _is_untidy(request, step):
    """Whether the address says more than the answers: fields left empty, the page that they were sent from."""
    empty = any(not value for values in request.GET.lists() for value in values[1])
    return empty or FROM in request.GET

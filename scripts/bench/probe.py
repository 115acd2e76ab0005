"""The pages to measure in one database, as JSON: addresses, what a plain count says, queries, time in SQL.

Queries and their time come from a request inside this process, after one that fills the memory: the server itself runs
as in production and keeps no record of its queries.
"""

import json
import math
import statistics
import sys
import time
from urllib.parse import quote

import django

django.setup()

from bench_urls import BARE  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402 (models need the set-up)
from django.db.models import Q  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from events.models import Event  # noqa: E402
from funding.models import Call, Programme  # noqa: E402
from knowledge.models import KnowledgeEntry  # noqa: E402
from networks.models import Network  # noqa: E402
from organisations.models import Organisation  # noqa: E402
from projects.models import Project  # noqa: E402

PAGE_SIZE = 20
DETAILS = 10  # different records, one after the other
REPEAT = 5


def plain_lists():
    """Yield the name, the address, three choices, all records and the chosen ones of each list, found by plain ORM."""
    today = timezone.localdate()
    year = today.replace(month=1, day=1)
    projects, calls = Project.objects.filter(status="published"), Call.objects.filter(status="published")
    yield (
        "Projects", "/projekt/", "roll=owner&period=2007-2013&resultat=ja",
        projects, projects.filter(starts_on__lte="2013-12-31").exclude(results="")
        .filter(Q(ends_on__gte="2007-01-01") | Q(ends_on=None), participations__role="owner"),
    )  # fmt: skip
    yield (
        "Calls", "/finansiering/utlysningar/", "laget=closed&sokande=kommuner&sokande=foretag&tema=halsa",
        calls, calls.with_state(today).filter(state="closed", themes__slug="halsa")
        .filter(Q(applicant_kinds__slug__in=["kommuner", "foretag"])
                | Q(applicant_kinds=None, programme__applicant_kinds__slug__in=["kommuner", "foretag"])),
    )  # fmt: skip
    programmes = Programme.objects.filter(status="published")
    yield (
        "Programmes", "/finansiering/", "tema=arbete-och-etablering&laget=avslutat&typ=fund",
        programmes, programmes.filter(themes__slug="arbete-och-etablering", ends_on__lt=year, kind="fund"),
    )  # fmt: skip
    networks = Network.objects.filter(status="published")
    members = {"memberships__role": "member", "memberships__organisation__country__code": "SE"}
    yield (
        "Networks", "/natverk/", "avgift=paid&svenska=ja&tema=europeiskt-samarbete",
        networks, networks.filter(fee_kind="paid", themes__slug="europeiskt-samarbete").filter(**members),
    )  # fmt: skip
    events = Event.objects.filter(status="published")
    yield (
        "Events", "/evenemang/", "typ=conference&land=SE&tema=arbete-och-etablering",
        events, events.filter(kind="conference", country__code="SE", themes__slug="arbete-och-etablering"),
    )  # fmt: skip
    knowledge = KnowledgeEntry.objects.filter(status="published")
    yield (
        "Knowledge", "/kunskap/", "typ=practice&land=SE&tema=arbete-och-etablering",
        knowledge, knowledge.filter(kind="practice", countries__code="SE", themes__slug="arbete-och-etablering"),
    )  # fmt: skip
    organisations = Organisation.objects.all()
    yield (
        "Organisations", "/aktorer/", "typ=municipality&sektor=public&land=SE",
        organisations, organisations.filter(kind="municipality", sector="public", country__code="SE"),
    )  # fmt: skip


def pages():
    """Return the pages to measure: name, paths, the total that the page must print, and what the target is for."""
    found = [{"name": "Bare view", "paths": [f"/{BARE}"], "target": "bare"}]

    def add(name, path, records, target="list"):
        found.append(
            {"name": name, "paths": [path], "target": target, "total": records.values("pk").distinct().count()}
        )

    for name, path, choices, every, narrowed in plain_lists():
        add(name, path, every)
        add(f"{name}, three filters", f"{path}?{choices}", narrowed)
        if path in ("/projekt/", "/finansiering/utlysningar/"):
            last = math.ceil(every.count() / PAGE_SIZE)
            add(f"{name}, last page", f"{path}?sida={last}", every)
            order = "budget" if path == "/projekt/" else "namn"
            add(f"{name}, another order, middle page", f"{path}?sortera={order}&sida={max(1, last // 2)}", every)
    finder = [f"/finansiering/hitta/?{answers}" for answers in FOUND]
    found.append({"name": "Finder", "paths": finder, "target": "finder"})
    compressed = found[1] | {"name": "Projects, compressed", "headers": {"Accept-Encoding": "gzip"}}
    found.append(compressed)
    found += searches()
    for name, model in (("Project", Project), ("Call", Call)):
        records = list(model.objects.filter(status="published").order_by("-pk")[: DETAILS * 7 : 7])
        found.append({"name": name, "paths": [r.get_absolute_url() for r in records], "target": "detail"})
    for name, path in (("Projects", "/projekt/"), ("Project", found[-2]["paths"][0])):
        found.append({"name": f"{name}, unchanged (ETag)", "paths": [path], "target": "etag"})
    return [*found, picking()]


# By class of query: a very common word, two of them, a phrase of common words, narrowed by a facet, a compound, a
# misspelt and a half word, a rare name. Several of a class, so that no two requests in a row ask for the same.
SEARCHES = {
    "a very common word": ["integration", "kommun", "arbete", "projekt"],
    "two common words": ["integration kommun", "arbete projekt", "stöd kommuner", "utbildning personal"],
    "a phrase": ["%22social ekonomi%22", "%22europeiska unionen%22", "%22lokal nivå%22", "%22nyanlända kvinnor%22"],
    "a facet": ["integration&tema=sprak-och-sfi", "kommun&typ=projekt", "arbete&ar=2015", "projekt&typ=utlysning"],
    "a compound": ["språkundervisning", "flyktingmottagning", "kompetensutveckling", "arbetsmarknad"],
    "a misspelt word": ["intergration", "kommunnen", "utbildnig", "projketet"],
    "half a word": ["integr", "arbetsm", "utbild", "kompet"],
    "a rare name": ["Zaragoza", "Viseu", "Wolfsburg", "Cambridge"],
}
# Answers to the finder: nothing, who one is, looking back, a theme with words, nearly everything, a page far on.
FOUND = [
    "steg=svar",
    "vi=kommun&kommun=Kristianstad&utland=1",
    "vi=kommun&kommun=Kristianstad&utland=0&datum=2015-10-30",
    "vi=forening&tema=sprak-och-sfi&tema=halsa&q=integration",
    "vi=kommun&tema=halsa&malgrupp=nyanlanda&start=2026&langd=24&budget=400+000+euro&egna=100+000+euro&utland=1",
    "vi=skola&sida=40",
]
TYPED = ["int", "eur", "soc", "komm"]
PICKED = ["int", "för", "arbete kommun", "ö", "saknas helt"]


def searches():
    """Return the pages of the search, each class of query with its addresses."""
    for name, queries in SEARCHES.items():
        yield {
            "name": f"Search, {name}",
            "paths": [f"/sok/?q={quote(query, safe='&=%')}" for query in queries],
            "target": "search",
        }
    yield {"name": "Projects, a word", "paths": ["/projekt/?q=arbete"], "target": "search"}
    yield {"name": "Suggestions", "paths": [f"/sok/forslag/?q={typed}" for typed in TYPED], "target": "suggestions"}


def picking():
    """Return the options of a field of a form that picks a project, for somebody who has an account and types."""
    user = get_user_model().objects.create_user("bench@example.org")
    client = Client()
    client.force_login(user)
    return {
        "name": "Options of a field",
        "paths": [f"/mitt/valj/projekt/?q={quote(typed)}" for typed in PICKED],
        "headers": {"Cookie": f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"},
        "target": "picking",
    }


class Stopwatch:
    def __init__(self):
        self.queries, self.seconds = 0, 0.0

    def __call__(self, execute, sql, params, many, context):
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - started


def measured(page):
    """Return the page with its number of queries (the most of its addresses) and its time in SQL (median, ms)."""
    client, watches = Client(headers={"host": "127.0.0.1"}), []
    tag = page.get("headers", {})
    for path in page["paths"]:
        first = client.get(path, headers=tag)
        if page["target"] == "etag":
            tag = {"If-None-Match": first.headers.get("ETag", '"none"')}
    for path in page["paths"] * (REPEAT if len(page["paths"]) == 1 else 1):
        watch = Stopwatch()
        with connection.execute_wrapper(watch):
            client.get(path, headers=tag)
        watches.append(watch)
    return page | {
        "queries": max(watch.queries for watch in watches),
        "sql": statistics.median(watch.seconds for watch in watches) * 1000,
    }


if __name__ == "__main__":
    json.dump([measured(page) for page in pages()], sys.stdout)

"""Fills a database with projects and calls made of what the fixtures hold: ``python fill.py NUMBER``.

Texts, periods, amounts and numbers of links are those of the real records; titles, keywords, summaries are drawn from
their words; what is linked to is drawn from all themes, organisations, counties, municipalities, countries and
programmes. The index holds a text of 200 to 400 drawn words of each. The same number gives the same rows each time.
"""

import datetime
import itertools
import random
import sys
from contextlib import contextmanager

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (models need the set-up)
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from funding.models import ApplicantKind, Call, CallCitation, CallWindow, Programme  # noqa: E402
from organisations.models import Country, Municipality, Organisation, Region  # noqa: E402
from projects.models import Participation, Project, ProjectCitation, ProjectFunding  # noqa: E402
from publishing.models import Theme  # noqa: E402
from search import following, registry  # noqa: E402
from search.documents import English, SearchDocument, columns  # noqa: E402
from search.models import Document, Word  # noqa: E402
from search.readers import EVERYONE, STAFF  # noqa: E402
from sources.models import SourceDocument  # noqa: E402

BATCH = 5000  # records made, written and forgotten at a time
# One in so many no reader may see: at every size that is a multiple of 1,000 the last page is as long as at the others.
DRAFT_EVERY = 50
FIRST_YEAR, LAST_YEAR = 2001, 2027
# Words of a title, the keywords, a summary and a text, drawn from those of the content as often as they are there.
TITLE, KEYWORDS, SUMMARY, TEXT = (3, 9), (4, 8), (15, 35), (200, 400)
DOCUMENTS_GIN = "%ON public.search_document USING gin%"
INDEXED = ["id", "names", "tags", "summary", "texts", "parts", "facets", "passages"]


def write(model, names, rows):
    """Write rows of plain values past the ORM, which would take ten times as long for millions of links."""
    columns = ", ".join(model._meta.get_field(name).column for name in names)
    table, connection_itself = model._meta.db_table, connection.connection
    if connection.vendor == "postgresql":
        with connection_itself.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        places = ", ".join("?" * len(names))
        connection_itself.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)  # noqa: S608


class Filler:
    def __init__(self):
        self.random = random.Random(2026)  # noqa: S311 (the same rows each time, not a secret)
        self.projects = list(Project.objects.prefetch_related("themes", "countries", "regions", "municipalities"))
        self.earlier = [None]  # what a project may continue; few do
        self.calls = list(Call.objects.prefetch_related("themes"))
        ids = {
            model: list(model.objects.order_by("pk").values_list("pk", flat=True))
            for model in (Theme, Country, Region, Municipality, Organisation, Programme, ApplicantKind, SourceDocument)
        }
        self.ids = ids
        self.theme_slugs = dict(Theme.objects.values_list("pk", "slug"))
        self.words, numbers = zip(*Word.objects.order_by("pk").values_list("word", "documents"), strict=True)
        self.word_weights = list(itertools.accumulate(numbers))
        self.roles = list(Participation.objects.values_list("role", flat=True))

    def some(self, model, number):
        return self.random.sample(self.ids[model], min(number, len(self.ids[model])))

    def drawn(self, shortest, longest):
        """Return a text of so many words."""
        number = self.random.randint(shortest, longest)
        return " ".join(self.random.choices(self.words, cum_weights=self.word_weights, k=number)).capitalize()

    def copied(self, model, pattern, number, **fields):
        """Return an unsaved record with the body of ``pattern`` and a title, words and an address of its own."""
        own = {f.attname for f in model._meta.concrete_fields if not (f.primary_key or f.generated)}
        values = {name: getattr(pattern, name) for name in own}
        draft, now = number % DRAFT_EVERY == 0, timezone.now()
        return model(
            **values
            | {
                "title": f"{self.drawn(*TITLE)[:230]} {number}",
                "keywords": self.drawn(*KEYWORDS).replace(" ", ", ")[:300],
                "summary": f"{self.drawn(*SUMMARY)}."[:400],
                "title_en": "",
                "summary_en": "",
                # No two texts are the same, or what is kept of one page would be there for the next.
                "body": f"{pattern.body}\n\n{number}",
                "slug": f"{pattern.slug[:100]}-{number}",
                "status": "draft" if draft else "published",
                "status_since": now,
                "published_at": None if draft else now,
            }
            | fields
        )

    def documents(self, records, themes):
        kind = registry.kind_of(type(records[0]))
        for record in records:
            document = SearchDocument(
                names=[record.title, English(record.title_en)],
                tags=record.search_keywords,
                summary=[record.summary, English(record.summary_en)],
                texts=[self.drawn(*TEXT)],
                facets={
                    "las": [STAFF] if record.status == "draft" else [STAFF, EVERYONE],
                    "tema": [self.theme_slugs[pk] for pk in themes[record.pk]],
                    "ar": [record.starts_on.year] if getattr(record, "starts_on", None) else [],
                },
            )
            found = columns(document)
            yield kind.document_id(record.pk), *(found[name] for name in INDEXED[1:])

    def link(self, model, field, records, model_linked, number_of):
        """Link each record through the many-to-many ``field`` to some of ``model_linked``; return the links."""
        field = model._meta.get_field(field)
        links = {record.pk: self.some(model_linked, number_of()) for record in records}
        pairs = ((pk, to) for pk, linked in links.items() for to in linked)
        write(field.remote_field.through, [field.m2m_field_name(), field.m2m_reverse_field_name()], pairs)
        return links

    def shape(self, field):
        """Return a function that draws how many links of ``field`` a real project has."""
        numbers = [len(getattr(project, field).all()) for project in self.projects]
        return lambda: self.random.choice(numbers)

    def fill_projects(self, numbers):
        draw = self.random
        made = []
        for number in numbers:
            first = draw.randint(FIRST_YEAR, LAST_YEAR)
            period = {
                "starts_on": datetime.date(first, 1, 1),
                "ends_on": datetime.date(first + draw.randint(0, 4), 1, 1),
            }
            period |= {"starts_precision": "year", "ends_precision": "year"}
            budget = draw.choice([None, draw.randrange(100_000, 50_000_000, 1000)])
            more = {"budget": budget, "grant": budget and budget // 2, "predecessor_id": draw.choice(self.earlier)}
            pattern = draw.choice(self.projects)
            made.append(self.copied(Project, pattern, number, **more, **(period if pattern.starts_on else {})))
        made = Project.objects.bulk_create(made, batch_size=BATCH)
        self.earlier = [*[None] * 2 * len(made), *(project.pk for project in made[:: len(made) // 100 + 1])]
        themes = self.link(Project, "themes", made, Theme, self.shape("themes"))
        self.link(Project, "countries", made, Country, lambda: draw.randint(1, 3))
        self.link(Project, "regions", made, Region, self.shape("regions"))
        self.link(Project, "municipalities", made, Municipality, self.shape("municipalities"))
        parts = (
            (project.pk, organisation, draw.choice(self.roles), "", "")
            for project in made
            for organisation in self.some(Organisation, draw.randint(1, 6))
        )
        write(Participation, ["project", "organisation", "role", "note", "note_en"], parts)
        money = ((p.pk, programme, "SEK") for p in made for programme in self.some(Programme, draw.randint(0, 1)))
        write(ProjectFunding, ["project", "programme", "currency"], money)
        cited = ((project.pk, draw.choice(self.ids[SourceDocument]), "") for project in made)
        write(ProjectCitation, ["project", "document", "place"], cited)
        write(Document, INDEXED, self.documents(made, themes))

    def fill_calls(self, numbers):
        draw = self.random
        made = [
            self.copied(Call, draw.choice(self.calls), number, programme_id=draw.choice(self.ids[Programme]), year=None)
            for number in numbers
        ]
        made = Call.objects.bulk_create(made, batch_size=BATCH)
        themes = self.link(Call, "themes", made, Theme, lambda: draw.randint(0, 4))
        self.link(Call, "applicant_kinds", made, ApplicantKind, lambda: draw.choice([0, 0, 1, 2]))
        windows = []
        for call, _ in itertools.product(made, range(2)):
            if draw.random() < 0.6:
                opens = datetime.date(draw.randint(FIRST_YEAR, LAST_YEAR), draw.randint(1, 12), 1)
                closes = opens + datetime.timedelta(days=draw.randint(20, 120))
                windows.append(CallWindow(call=call, opens_on=opens, closes_on=closes))
        CallWindow.objects.bulk_create(windows, batch_size=BATCH)
        cited = ((call.pk, draw.choice(self.ids[SourceDocument]), "") for call in made)
        write(CallCitation, ["call", "document", "place"], cited)
        write(Document, INDEXED, self.documents(made, themes))


def main(number):
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    filler = Filler()
    with following.paused(), gin_made_at_the_end():
        for numbers in batches(number):
            with transaction.atomic():
                filler.fill_projects(numbers)
                filler.fill_calls(numbers)
    with connection.cursor() as cursor:
        # As autovacuum does by itself in the hours that such a database takes to grow.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


@contextmanager
def gin_made_at_the_end():
    """Fill PostgreSQL's index of the documents at once, which takes a tenth of the time of row by row."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE %s", [DOCUMENTS_GIN])
        found = cursor.fetchall()
        for name, _definition in found:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        for _name, definition in found:
            cursor.execute(definition)


def batches(number):
    return (range(first, min(first + BATCH, number)) for first in range(0, number, BATCH))


if __name__ == "__main__":
    main(int(sys.argv[1]))

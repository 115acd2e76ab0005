"""Fills a database with projects and calls made of what the fixtures hold: ``python fill.py NUMBER``.

Texts, periods, amounts and numbers of links are those of the real records; what is linked to is drawn from all themes,
organisations, counties, municipalities, countries and programmes. The same number gives the same rows each time.
"""

import datetime
import itertools
import random
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402 (models need the set-up)
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from funding.models import ApplicantKind, Call, CallCitation, CallWindow, Programme  # noqa: E402
from organisations.models import Country, Municipality, Organisation, Region  # noqa: E402
from projects.models import Participation, Project, ProjectCitation, ProjectFunding  # noqa: E402
from publishing.models import Theme  # noqa: E402
from search import index  # noqa: E402
from search.models import Document  # noqa: E402
from sources.models import SourceDocument  # noqa: E402

BATCH = 5000  # records made, written and forgotten at a time
DRAFTS = 0.03  # the share that no reader may see
FIRST_YEAR, LAST_YEAR = 2001, 2027


class Filler:
    def __init__(self):
        self.random = random.Random(2026)  # noqa: S311 (the same rows each time, not a secret)
        self.projects = list(Project.objects.prefetch_related("themes", "countries", "regions", "municipalities"))
        self.calls = list(Call.objects.prefetch_related("themes"))
        ids = {
            model: list(model.objects.order_by("pk").values_list("pk", flat=True))
            for model in (Theme, Country, Region, Municipality, Organisation, Programme, ApplicantKind, SourceDocument)
        }
        self.ids = ids
        self.sweden = Country.objects.get(code="SE").pk
        self.theme_words = {t.pk: f"{t.name} {t.name_en} {t.keywords}" for t in Theme.objects.all()}
        self.roles = list(Participation.objects.values_list("role", flat=True))

    def some(self, model, number):
        return self.random.sample(self.ids[model], min(number, len(self.ids[model])))

    def copied(self, model, pattern, number, **fields):
        """Return an unsaved record with the texts of ``pattern`` and a name and an address of its own."""
        own = {f.attname for f in model._meta.concrete_fields if not (f.primary_key or f.generated)}
        values = {name: getattr(pattern, name) for name in own}
        draft = self.random.random() < DRAFTS
        return model(
            **values
            | {
                "title": f"{self.random.choice(self.projects).title} {number}"[:250],
                # No two texts are the same, or what is kept of one page would be there for the next.
                "body": f"{pattern.body}\n\n{number}",
                "slug": f"{pattern.slug[:100]}-{number}",
                "status": "draft" if draft else "published",
                "published_at": None if draft else timezone.now(),
            }
            | fields
        )

    def documents(self, records, themes):
        kind = index.kind_of(type(records[0]))
        for record in records:
            words = [record.title, record.title_en, record.summary, record.summary_en, record.body]
            words += [self.theme_words[pk] for pk in themes[record.pk]]
            text = "\n".join(word for word in words if word).lower()
            yield Document(kind=kind, object_id=record.pk, title=record.title.lower(), text=text)

    def link(self, model, field, records, model_linked, number_of):
        """Link each record through the many-to-many ``field`` to some of ``model_linked``; return the links."""
        through, own = model._meta.get_field(field).remote_field.through, model._meta.get_field(field).m2m_field_name()
        other = model._meta.get_field(field).m2m_reverse_field_name()
        links = {record.pk: self.some(model_linked, number_of()) for record in records}
        rows = [through(**{f"{own}_id": pk, f"{other}_id": to}) for pk, linked in links.items() for to in linked]
        through.objects.bulk_create(rows, batch_size=BATCH)
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
            more = {"budget": budget, "grant": budget and budget // 2, "predecessor_id": None}
            pattern = draw.choice(self.projects)
            made.append(self.copied(Project, pattern, number, **more, **(period if pattern.starts_on else {})))
        made = Project.objects.bulk_create(made, batch_size=BATCH)
        themes = self.link(Project, "themes", made, Theme, self.shape("themes"))
        self.link(Project, "countries", made, Country, lambda: draw.randint(0, 2))
        Project.countries.through.objects.bulk_create(
            [Project.countries.through(project_id=project.pk, country_id=self.sweden) for project in made],
            ignore_conflicts=True,
        )
        self.link(Project, "regions", made, Region, self.shape("regions"))
        self.link(Project, "municipalities", made, Municipality, self.shape("municipalities"))
        parts = [
            Participation(project=project, organisation_id=organisation, role=draw.choice(self.roles))
            for project in made
            for organisation in self.some(Organisation, draw.randint(1, 6))
        ]
        Participation.objects.bulk_create(parts, batch_size=BATCH)
        money = [
            ProjectFunding(project=project, programme_id=programme)
            for project in made
            for programme in self.some(Programme, draw.randint(0, 1))
        ]
        ProjectFunding.objects.bulk_create(money, batch_size=BATCH)
        cited = [ProjectCitation(project=p, document_id=draw.choice(self.ids[SourceDocument])) for p in made]
        ProjectCitation.objects.bulk_create(cited, batch_size=BATCH)
        Document.objects.bulk_create(self.documents(made, themes), batch_size=BATCH)

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
        cited = [CallCitation(call=call, document_id=draw.choice(self.ids[SourceDocument])) for call in made]
        CallCitation.objects.bulk_create(cited, batch_size=BATCH)
        Document.objects.bulk_create(self.documents(made, themes), batch_size=BATCH)


def main(number):
    call_command("migrate", verbosity=0)
    call_command("load_content", verbosity=0)
    filler = Filler()
    for numbers in batches(number):
        with transaction.atomic():
            filler.fill_projects(numbers)
            filler.fill_calls(numbers)
    with connection.cursor() as cursor:
        # As autovacuum does by itself in the hours that such a database takes to grow.
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def batches(number):
    return (range(first, min(first + BATCH, number)) for first in range(0, number, BATCH))


if __name__ == "__main__":
    main(int(sys.argv[1]))

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from search import following, index
from sources.models import SourceDocument

# In this order every reference points back to what is already there: one pass is enough.
FIXTURES = [
    "reference/countries.yaml",
    "reference/regions.yaml",
    "reference/municipalities.yaml",
    "reference/themes.yaml",
    "reference/applicant_kinds.yaml",
    "reference/synonyms.yaml",
    "documents/source_documents.yaml",
    "documents/organisations.yaml",
    "documents/contacts.yaml",
    "documents/programmes.yaml",
    "documents/calls.yaml",
    "documents/networks.yaml",
    "documents/projects.yaml",
    "documents/events.yaml",
    "documents/knowledge.yaml",
]


class Command(BaseCommand):
    help = "Load the portal's content from fixtures/ into an empty database; leave any other alone."

    def handle(self, *args, **options):
        if SourceDocument.objects.exists():
            self.stdout.write("The database has content already; nothing loaded.")
            return
        # All or nothing: an interrupted first start leaves an empty database for the next one.
        with transaction.atomic(), following.paused():
            call_command(
                "loaddata",
                *(settings.BASE_DIR / "fixtures" / name for name in FIXTURES),
                verbosity=options["verbosity"],
            )
            # Fixtures come row by row, before their relations; the index is written when all is there.
            *_steps, found = index.rebuild()
        self.stdout.write(f"Content loaded; {found} records can be found by the search.")

from django.core.management.base import BaseCommand
from django.db import transaction

from search import index


class Command(BaseCommand):
    help = "Write the search index anew from all records."

    def handle(self, *args, **options):
        with transaction.atomic():
            found = index.rebuild()
        self.stdout.write(f"{found} records can be found by the search.")

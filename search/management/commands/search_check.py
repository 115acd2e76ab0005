from django.core.management.base import BaseCommand, CommandError

from search import index, registry


class Command(BaseCommand):
    help = "Compare the search index with the content; tell what differs and fail if something does."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="write what differs anew")

    def handle(self, *args, **options):
        found = list(index.drift())
        for problem, number in found:
            kind = registry.kind_of_document(number)
            label = kind.model._meta.label if kind else "no kind"
            self.stdout.write(f"{problem}: {label} {number % registry.RANGE}")
        if not found:
            self.stdout.write("The index says what the content says.")
        elif options["repair"]:
            index.repair(number for _problem, number in found)
            self.stdout.write(f"Written anew: {len(found)}.")
        else:
            raise CommandError(f"{len(found)} documents are not what they should be; --repair writes them anew.")

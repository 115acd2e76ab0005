from django.core.management.base import BaseCommand

from search import index

BAR = 40


class Command(BaseCommand):
    help = "Write the search index anew from the content. The search answers meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("--if-empty", action="store_true", help="only where there is no index at all")

    def handle(self, *args, **options):
        if options["if_empty"] and not index.is_empty():
            return
        total, done = index.total(), 0
        for done in index.rebuild():
            self._show(done, total)
        self.stdout.write(f"{done} records can be found by the search.")

    def _show(self, done, total):
        # A bar that is drawn again and again is for people who watch, not for a log.
        if self.stdout.isatty():
            filled = BAR * done // max(total, 1)
            end = "\n" if done >= total else "\r"
            self.stdout.write(f"[{'#' * filled}{'.' * (BAR - filled)}] {done} of {total}", ending=end)
            self.stdout.flush()

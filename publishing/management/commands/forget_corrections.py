from django.core.management.base import BaseCommand

from publishing.corrections import actions


class Command(BaseCommand):
    help = "Delete readers' corrections that were decided half a year ago, and addresses that waited as long in vain."

    def handle(self, *args, **options):
        deleted, erased = actions.forget()
        self.stdout.write(f"{deleted} corrections deleted, {erased} addresses erased.")

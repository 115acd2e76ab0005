from django.core.management.base import BaseCommand, CommandError

from attachments.actions import delete_attachment
from attachments.tidying import SAFE_AGE, WrongDatabase, files_without_row, rows_without_record, storage


class Command(BaseCommand):
    help = "Tell which files belong to no record any more, and which rows; delete them with --delete."

    def add_arguments(self, parser):
        parser.add_argument("--delete", action="store_true", help="delete them; without it they are only listed")

    def handle(self, *args, delete, **options):
        rows = list(rows_without_record())
        for row in rows:
            self.stdout.write(f"{row.file.name}: “{row.title}”, whose record is gone")
            if delete:
                delete_attachment(attachment=row, by=None)
        try:
            files = files_without_row()
        except WrongDatabase:
            raise CommandError(
                "No file is known to the database, but there are some. Is it the database that they belong to? "
                "Nothing was deleted of them."
            ) from None
        for name in files:
            self.stdout.write(f"{name}: older than {SAFE_AGE.days} day, and of no row")
            if delete:
                storage().delete(name)
        done = "deleted" if delete else "found, nothing deleted (--delete does)"
        self.stdout.write(f"{len(files)} files and {len(rows)} rows {done}.")

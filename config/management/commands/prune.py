from django.core.management.base import BaseCommand

from jobs.retention import kinds

HELP = """
Deletes what is older than it is kept: {kinds}. Safe while the site runs: it deletes a few hundred rows at a time and
can be stopped and run again at any moment. Meant for cron, once a day.
"""
AGES = {0: "at once", 1: "after a day", 365: "after a year"}


class Command(BaseCommand):
    """Take out what has been kept long enough."""

    @property
    def help(self):
        """Of whatever the apps registered."""
        said = [f"{kind.name} {AGES.get(kind.days, f'after {kind.days} days')}" for kind in kinds.values()]
        return " ".join(HELP.format(kinds=", ".join(said)).split())

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="only count what would be deleted")

    def handle(self, *args, dry_run=False, **options):
        done = "to delete" if dry_run else "deleted"
        for kind in kinds.values():
            count = kind.due.count() if dry_run else kind.prune()
            age = f", older than {kind.days} days" if kind.days else ""
            self.stdout.write(f"{kind.name}: {count} {done}{age}")

from django.core.management.base import BaseCommand, CommandError

from usage.checking import check
from usage.models import Hold


class Command(BaseCommand):
    help = (
        "Compare every cached figure (balances, holds, totals, sums of days) with the ledger and the logs. With --repair the "
        "caches are set to what these add up to, also after another REPORTING_TIME_ZONE; entries and logs are never changed. "
        "Exit 1 if something was wrong."
    )

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="set the caches right")

    def handle(self, *args, repair, **options):
        released = Hold.objects.expire()
        if released:
            self.stdout.write(f"{released} holds that were left behind have been released.")
        found = list(check(repair))
        for difference in found:
            self.stdout.write(str(difference))
        if not found:
            self.stdout.write("Ledger, logs and every figure made of them agree.")
        elif repair and not list(check()):
            self.stdout.write(f"{len(found)} differences found and repaired.")
        else:
            advice = "What is left is for you to look at." if repair else "Run again with --repair."
            raise CommandError(f"{len(found)} differences found. {advice}")

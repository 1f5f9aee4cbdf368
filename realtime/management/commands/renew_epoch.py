from django.core.management.base import BaseCommand

from realtime.models import Epoch


class Command(BaseCommand):
    help = "After a database was restored from a backup: begin another epoch, so that every open page loads itself again."

    def handle(self, *args, **options):
        self.stdout.write(f"The epoch is now {Epoch.renew()}. Open pages reload within a few seconds.")

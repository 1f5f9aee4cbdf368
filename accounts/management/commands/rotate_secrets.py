from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import rotation
from accounts.sealing import newest_key_id, stores

HELP = """
Seals everything that is kept sealed (people's provider keys, two-step codes) with the newest of SECRETS_KEYS. The site
may run meanwhile, and it can be run again at any time. In this order: put a new key in front of the others in SECRETS_KEYS
(id:base64; openssl rand -base64 32), restart every process, run this, take out the old keys that it names, restart again.
"""


class Command(BaseCommand):
    """Seal every secret at rest anew."""

    help = " ".join(HELP.split())

    def add_arguments(self, parser):
        words = "delete what was sealed with this key, which is lost for good; its people enter their keys again"
        parser.add_argument("--forget", metavar="ID", help=words)

    def handle(self, *args, forget=None, **options):
        if forget:
            self.forget(forget)
        failed = sum(self.reseal(store) for store in stores.values())
        old = [key_id for key_id in settings.SECRETS_KEYS if key_id not in rotation.in_use() and key_id != newest_key_id()]
        if old:
            self.stdout.write(f"No longer in use, may be taken out of SECRETS_KEYS: {', '.join(old)}")
        if failed:
            raise CommandError(f"{failed} could not be opened and stay as they are. " + " ".join(rotation.missing()))

    def reseal(self, store):
        """Returns how many could not be opened."""
        moved, failed = store.reseal()
        self.stdout.write(f"{store.name}: {moved} sealed anew with {newest_key_id()}" + (f", {failed} not" if failed else ""))
        return failed

    def forget(self, key_id):
        if key_id in settings.SECRETS_KEYS:
            raise CommandError(f"The key {key_id} is not lost: SECRETS_KEYS has it.")
        for store in stores.values():
            if store.forget:
                self.stdout.write(f"{store.name}: {store.forget(key_id)} deleted")

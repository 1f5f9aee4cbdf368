from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from accounts import demo
from chat import demo as chat_demo
from generations import demo as generations_demo
from usage import demo as usage_demo
from usage import volume

CALLS_A_PERSON, MOST_PEOPLE = 1_000, 10_000


class Command(BaseCommand):
    help = "Make the demo people and any number of others. Run again, it adds only what is missing. Needs DEBUG=1."

    def add_arguments(self, parser):
        parser.add_argument("--users", type=count, default=0, help="how many people besides the three demo ones")
        parser.add_argument("--conversations", type=count, default=0, help="how many more of Ada's")
        parser.add_argument("--messages", type=count, default=0, help="how many in them; without --conversations, in a long one")
        parser.add_argument(
            "--usage",
            type=count,
            default=0,
            help="how many calls of models, over everybody and half a year; a person for each thousand, too",
        )
        parser.add_argument("--generations", type=count, default=0, help="how many images, of a few pictures")

    def handle(self, *args, users, conversations, messages, usage, generations, **options):
        if not settings.DEBUG:
            raise CommandError("Demo people have a password that everybody knows: they are made only with DEBUG=1.")
        self.stdout.write(f"{demo.seed(more=max(users, min(usage // CALLS_A_PERSON, MOST_PEOPLE)))} people made.")
        talks, said = chat_demo.seed(conversations, messages)
        self.stdout.write(f"{talks} conversations made, with {said} messages.")
        self.stdout.write(f"{usage_demo.seed() + self._fill(usage)} calls of models made.")
        self.stdout.write(f"{generations_demo.seed(generations)} images made.")
        for person in demo.PEOPLE:
            self.stdout.write(f"  {person['email']}  password: {demo.PASSWORD}")

    def _fill(self, calls):
        if not calls:
            return 0
        return volume.fill(get_user_model()._meta.db_table, calls, lambda so_far: self.stdout.write(f"  {so_far:,} calls …"))


def count(text):
    """A whole number from 0 up; argparse turns the ValueError into a message."""
    if int(text) < 0:
        raise ValueError(text)
    return int(text)

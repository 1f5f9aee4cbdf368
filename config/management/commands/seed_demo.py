from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import demo
from chat import demo as chat_demo

TO_COME = ("usage", "generations")


class Command(BaseCommand):
    help = "Make the demo people and any number of others. Run again, it adds only what is missing. Needs DEBUG=1."

    def add_arguments(self, parser):
        parser.add_argument("--users", type=count, default=0, help="how many people besides the three demo ones")
        parser.add_argument("--conversations", type=count, default=0, help="how many more of Ada's")
        parser.add_argument("--messages", type=count, default=0, help="how many in them; without --conversations, in a long one")
        for name in TO_COME:
            parser.add_argument(f"--{name}", type=count, default=0, help="this part of the site does not exist yet")

    def handle(self, *args, users, conversations, messages, **options):
        if not settings.DEBUG:
            raise CommandError("Demo people have a password that everybody knows: they are made only with DEBUG=1.")
        self.stdout.write(f"{demo.seed(more=users)} people made.")
        talks, said = chat_demo.seed(conversations, messages)
        self.stdout.write(f"{talks} conversations made, with {said} messages.")
        for name in TO_COME:
            if options[name]:
                self.stderr.write(f"No {name} made: this part of the site does not exist yet.")
        for person in demo.PEOPLE:
            self.stdout.write(f"  {person['email']}  password: {demo.PASSWORD}")


def count(text):
    """A whole number from 0 up; argparse turns the ValueError into a message."""
    if int(text) < 0:
        raise ValueError(text)
    return int(text)

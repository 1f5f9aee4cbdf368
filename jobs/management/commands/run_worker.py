import asyncio
import signal
from argparse import ArgumentTypeError
from math import inf

from django.core.management.base import BaseCommand

from jobs.kinds import registered
from jobs.runner import ROOM, Runner


class Command(BaseCommand):
    help = (
        "Runs queued jobs until it is told to stop. Start any number of workers on any machines that share the database "
        "and Redis. SIGTERM or Ctrl-C: it takes no more, lets what runs finish for --grace seconds and marks the rest as interrupted."
    )

    def add_arguments(self, parser):
        parser.add_argument("--concurrency", type=jobs, default=ROOM, metavar="N", help=f"jobs at the same time (default {ROOM})")
        parser.add_argument("--grace", type=seconds, default=20, metavar="SECONDS", help="to finish at the end (default 20)")

    def handle(self, *args, concurrency, grace, **options):
        names = ", ".join(sorted(str(model._meta.verbose_name_plural) for model in registered())) or "nothing so far"
        self.stdout.write(f"Running up to {concurrency} jobs at a time: {names}. Stop with Ctrl-C.")
        asyncio.run(self.run(Runner(concurrency), grace))

    async def run(self, runner, grace):
        loop = asyncio.get_running_loop()
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, runner.stop, grace)
        await runner.run()
        self.stdout.write("Stopped.")


def jobs(text):
    """How many at the same time."""
    if not (text.isdecimal() and int(text)):
        raise ArgumentTypeError(f"a whole number from 1 up, not {text}")
    return int(text)


def seconds(text):
    """How long to wait. Anything but an end is no time."""
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0 <= number < inf:
        raise ArgumentTypeError(f"seconds from 0 up, not {text}")
    return number

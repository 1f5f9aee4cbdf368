"""A process that writes at random until its input ends: `python -m tests.realtime.chaos.writer SEED`.

Prints what each commit made true.
"""

import json
import random
import select
import sys

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402 – after the setup
from django.db import transaction  # noqa: E402

from realtime import frames, publish  # noqa: E402
from settings_sync.models import Preference  # noqa: E402

User = get_user_model()
WATCHERS = ["ada", "grace", "eve"]


class Writer:
    """Each row carries a number that grows with every write to it, so that a page shows how new it is."""

    def __init__(self, seed):
        self.chance, self.seed, self.made = random.Random(seed), seed, 0
        self.wrote = {}  # what the transaction makes true: {row: [number, is it shown]}

    def write(self):
        """One transaction of a random kind; prints what it made true at which versions."""
        verbs = [self.rename] * 6 + [self.create, self.toggle, self.toggle, self.remove, self.bulk, self.undo]
        verbs += [self.undo_half, self.prefer, self.prefer]
        self.wrote = {}
        with frames.collecting() as told, transaction.atomic():
            self.chance.choice(verbs)()
        versions = {frame["topic"]: frame["to"] for frame in told}
        print(json.dumps({"versions": versions, "rows": self.wrote}), flush=True)

    def rename(self):
        self.number(self.someone()).save()

    def create(self):
        self.made += 1
        name = f"p{self.seed}-{self.made}"
        person = User.objects.create(username=name, email=f"{name}@example.com", display_name="N 1")
        self.wrote[person.pk] = [1, True]

    def toggle(self):
        if person := self.someone(exclude=WATCHERS):
            person.is_active = not person.is_active
            self.number(person).save()

    def remove(self):
        if person := self.someone(exclude=WATCHERS):
            self.number(person)
            self.wrote[person.pk][1] = False
            person.delete()

    def bulk(self):
        for person in User.objects.select_for_update().order_by("pk")[:5]:
            self.number(person)
            User.objects.filter(pk=person.pk).update(display_name=person.display_name)
            publish(person.profile_topic)
        publish("people")

    def undo(self):
        self.never(self.someone()).save()
        self.wrote = {}
        transaction.set_rollback(True)

    def undo_half(self):
        person = self.someone()
        name = person.display_name
        with transaction.atomic():
            self.never(person).save()
            transaction.set_rollback(True)
        person.display_name = name
        self.number(person).save()

    def prefer(self):
        user = User.objects.select_for_update().get(username=self.chance.choice(WATCHERS))
        preference = Preference.objects.of(user, ["max_tokens"])["max_tokens"]
        preference.value = self.chance.randint(1, 200_000)
        preference.save()

    def someone(self, exclude=()):
        pks = list(User.objects.exclude(username__in=exclude).values_list("pk", flat=True))
        found = User.objects.select_for_update().filter(pk=self.chance.choice(pks)) if pks else []
        return next(iter(found), None) or (None if exclude else self.someone())

    def number(self, person):
        """The next number of this row. Its caller holds the lock."""
        number = int(person.display_name.rpartition(" ")[2]) + 1
        person.display_name = f"N {number}"
        self.wrote[person.pk] = [number, person.is_active]
        return person

    def never(self, person):
        person.display_name = "never 0"
        return person


def main(seed):
    writer = Writer(seed)
    while not select.select([sys.stdin], [], [], writer.chance.random() * 0.1)[0]:
        writer.write()


if __name__ == "__main__":
    main(int(sys.argv[1]))

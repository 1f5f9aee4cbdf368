"""What announcing costs the writer. Run as its own process: `python -m tests.bench.saves rows repetitions`."""

import json
import sys
import threading
import time
from statistics import median

if __name__ == "__main__":
    import django

    django.setup()

from django.db import connection, connections, transaction
from django.db.models.signals import post_save

from realtime import frames, notes, publish, publisher, receivers, versions
from realtime.models import Probe

WRITERS = 8
HOT_SECONDS = 2.0
RAISE = notes.RAISE.format(rows="('probe', 1)")


def save_rows(count):
    """Seconds, CPU seconds of this process, versions raised and frames sent by `count` saves in one transaction."""
    before = versions.of(["probe"])["probe"]
    with frames.collecting() as sent:
        began, used = time.monotonic(), time.process_time()
        with transaction.atomic():
            for number in range(count):
                Probe(note=str(number)).save()
        took, cpu = time.monotonic() - began, time.process_time() - used
    raised = versions.of(["probe"])["probe"] - before
    Probe.objects.all().delete()
    return took, cpu, raised, len(sent)


def compare(count, repetitions):
    """The same saves with realtime on and off, in turns."""
    save_rows(count // 10)
    on, off = [], []
    for _ in range(repetitions):
        on.append(save_rows(count))
        post_save.disconnect(receivers.push_probe, sender=Probe)
        off.append(save_rows(count))
        post_save.connect(receivers.push_probe, sender=Probe)
    return {
        "rows": count,
        "on": median(took for took, *_ in on),
        "off": median(took for took, *_ in off),
        "ratio": median(a[0] / b[0] for a, b in zip(on, off, strict=True)),
        "cpu_ratio": median(a[1] / b[1] for a, b in zip(on, off, strict=True)),
        "versions": sorted({raised for _, _, raised, _ in on}),
        "frames": sorted({sent for *_, sent in on}),
    }


# A hot topic


def announced(pk):
    with transaction.atomic():
        Probe.objects.filter(pk=pk).update(note="hot")
        publish("probe")


def raw(pk):
    """The same rows in bare SQL: what the database alone allows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE realtime_probe SET note = 'hot' WHERE id = %s", [pk])
        cursor.execute(RAISE)


def silent(pk):
    with transaction.atomic():
        Probe.objects.filter(pk=pk).update(note="hot")


def hammer(write):
    """Transactions a second by eight threads that all change one topic, and the versions they raised."""
    pks = [Probe.objects.create(note=str(number)).pk for number in range(WRITERS)]
    before, counts, start = versions.of(["probe"])["probe"], [0] * WRITERS, threading.Barrier(WRITERS)

    def work(number):
        connection.ensure_connection()
        start.wait()
        end = time.monotonic() + HOT_SECONDS
        while time.monotonic() < end:
            write(pks[number])
            counts[number] += 1
        connections.close_all()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    publisher.flush(10)
    return sum(counts) / HOT_SECONDS, versions.of(["probe"])["probe"] - before == sum(counts)


def hot(repetitions):
    rates, whole = {"announced": [], "raw": [], "silent": []}, True
    for _ in range(repetitions):
        for write in (announced, raw, silent):
            rate, exact = hammer(write)
            rates[write.__name__].append(rate)
            whole = whole and (exact or write is silent)
    return {**{name: median(some) for name, some in rates.items()}, "whole": whole}


if __name__ == "__main__":
    rows, repetitions = map(int, sys.argv[1:])
    print(json.dumps({"saves": compare(rows, repetitions), "hot": hot(min(repetitions, 3))}), flush=True)

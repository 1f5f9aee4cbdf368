"""The staff page at ten thousand and at ten million calls, and how fast calls are settled beside the same statements in pgbench."""

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench import machine, processes, report
from tests.bench.staff import BY_LAST_USE, PERIODS
from tests.servers import ROOT

WRITERS, MOST_PEOPLE = 4, 10_000
TURNS = 3  # of ours and pgbench's


def measure(databases, environment_of, sizes, quick, aims):
    """`databases()` makes an empty one for as long as it is used, `environment_of(url)` what processes on it need."""
    small = None
    for size in sizes:
        with databases() as url:
            environment = environment_of(url)
            report.title(f"Usage, {size:,} calls on PostgreSQL · load {machine.load()}")
            _seed(environment, size, min(max(sizes) // 1_000, MOST_PEOPLE))
            pages = processes.run("tests.bench.staff", environment, 10 if quick else 40)
            _pages(pages, size, aims)
            if small:
                _compared(small, pages, aims)
            small = pages
            if size == sizes[-1]:
                with machine.all_cores():
                    _settles(environment, url, 2 if quick else 8, aims)


def _seed(environment, size, people):
    """As many people on every site: a page has a row for each."""
    began = time.monotonic()
    quiet = {"stdout": subprocess.DEVNULL, "cwd": ROOT, "check": True}
    for preparing in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
        subprocess.run([sys.executable, "manage.py", *preparing], env=environment, **quiet)
    seed = [sys.executable, "manage.py", "seed_demo", "--usage", str(size), "--users", str(people)]
    subprocess.run(seed, env=environment | {"DEBUG": "1"}, **quiet)
    report.line(f"  seeded in {time.monotonic() - began:.0f} s")


def _pages(pages, size, aims):
    for what, took in pages.items():
        report.line(
            f"  {what:<22} p50 {took['p50']:6.1f}  p95 {took['p95']:6.1f} ms   {took['cpu']:5.1f} ms CPU   {took['queries']} queries"
        )
    all_time = {what: took for what, took in pages.items() if what not in PERIODS}
    slowest = max(all_time, key=lambda what: all_time[what]["p95"])
    aims.at_most(f"ms p95, staff page, all time, slowest ({slowest}), {size:,}", all_time[slowest]["p95"], 100, "ms")
    slowest = max(PERIODS, key=lambda what: pages[what]["p95"])
    aims.at_most(f"ms p95, staff page, a period, slowest ({slowest}), {size:,} calls", pages[slowest]["p95"], 300, "ms")
    aims.at_most(f"queries of the staff page, {size:,} calls", max(took["queries"] for took in pages.values()), 8, "")


def _compared(small, large, aims):
    """Filters by last use find few of the people where there are few calls, and most of them where there are many."""
    for share in ("p50", "p95"):
        alike = {what: small["rows" if what in BY_LAST_USE else what][share] for what in large if what not in PERIODS}
        times = {what: large[what][share] / took for what, took in alike.items()}
        worst = max(times, key=times.get)
        aims.at_most(f"× the {share} of the smaller site, all time, worst ({worst})", times[worst], 2, "×")


def _settles(environment, url, seconds, aims):
    """Ours in several processes and pgbench with as many connections, by turns: on the same rows and cores, in the same minutes."""
    pgbench = _pgbench()
    ours, raw = [], []
    for turn in range(TURNS):
        ours.append(_ours(environment, seconds, turn))
        if pgbench:
            taken = processes.run("tests.bench.settles", environment, "script", f"script{turn}")
            raw.append(_raw(pgbench, url, taken["script"], seconds))
            report.line(f"  turn {turn + 1}: {ours[-1]:,.0f} settled a second, pgbench {raw[-1]:,.0f}")
    if pgbench is None:
        report.line("  *** pgbench is not installed: nothing to compare with")
        return
    settled, said = median(ours), median(raw)
    words = f"  settled by {WRITERS} processes: {settled:,.0f} a second; the same {taken['statements']} statements by pgbench:"
    report.line(f"{words} {said:,.0f}; ours is {settled / said:.2f} of it (medians of {TURNS})")
    aims.at_most("statements of the settle transaction", taken["statements"], 8, "")
    aims.at_most("× slower than the same statements by pgbench", said / settled, 3, "×")


def _ours(environment, seconds, turn):
    """How many are settled a second."""
    names = [f"of{number}in{turn}" for number in range(WRITERS)]
    processes.run("tests.bench.settles", environment, "prepare", *names)
    begins = time.time() + 5
    command = [sys.executable, "-m", "tests.bench.settles", str(seconds), str(begins)]
    pipes = {"cwd": ROOT, "env": environment, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen([*command, name], **pipes) for name in names]
    done = [json.loads(process.communicate()[0]) for process in running]
    count = sum(each["count"] for each in done)
    report.line(f"  {sum(each['cpu'] for each in done) / max(count, 1) * 1000:.2f} ms CPU each in Python")
    return count / seconds


def _raw(pgbench, url, script, seconds):
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        command = [pgbench, "-n", "-c", str(WRITERS), "-j", "2", "-T", str(int(seconds)), "-f", file.name, url]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"pgbench: {done.stderr[-500:]}")
    return float(done.stdout.rpartition("tps = ")[2].split()[0])


def _pgbench():
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    return shutil.which("pgbench") or (str(found[-1]) if found else None)

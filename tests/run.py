"""All tests: on SQLite + memory, then on PostgreSQL + Redis. `python -m tests.run [pytest's arguments]`."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack

from tests import backends, browsers, packages

CI = os.environ.get("CI", "").lower() in ("1", "true")
LIMIT = 50 * 60  # seconds for one round: a test that hangs must not hang the build
SOME_FAILED, STOPPED, NO_TESTS = 1, 2, 5  # pytest's exit codes
WORKERS = min(4, max(2, os.cpu_count() or 2))
results, doubtful = [], []


def main(arguments):
    find_browser()
    with ExitStack() as stack:
        stack.callback(summarize)
        both = find_services(stack)
        test("SQLite + memory", arguments, TEST_DATABASE_URL="", TEST_REDIS_URL="")
        if both:
            test("PostgreSQL + Redis", arguments, **both)
    return 1 if any(failed for *_, failed in results) else 0


def find_browser():
    if browsers.chromium() or (packages.install("chromium") and browsers.chromium()):
        return
    without("The browser tests", "Chromium is missing: apt-get install chromium, or set CHROMIUM to its path.")


def find_services(stack):
    if CI:
        install_services()
    try:
        database, redis = backends.postgres(), backends.redis_server()
        return {"TEST_DATABASE_URL": stack.enter_context(database), "TEST_REDIS_URL": stack.enter_context(redis)}
    except backends.Missing as missing:
        without("The tests on PostgreSQL + Redis", str(missing))


def install_services():
    wanted = [(backends.postgres, "postgresql", "TEST_DATABASE_URL"), (backends.redis_server, "redis-server", "TEST_REDIS_URL")]
    for probe, package, given in wanted:
        if os.environ.get(given):
            continue
        try:
            with probe():
                pass
        except backends.Missing:
            packages.install(package)


def without(what, why):
    """In CI a missing half is a failure, elsewhere it is left out, and said."""
    if CI:
        sys.exit(f"{what} cannot run. {why}")
    print(f"\n*** {what} are LEFT OUT. {why}\n", flush=True)
    results.append((what, None, False))


def test(name, arguments, **environment):
    """First what may run side by side, then what measures and wants the machine to itself."""
    for title, options in (
        (name, ["-m", "not alone", "-n", str(WORKERS), "--dist", "worksteal"]),
        (f"{name}, one at a time", ["-m", "alone"]),
    ):
        print(f"\n=== {title}", flush=True)
        began = time.monotonic()
        code = pytest([*options, *arguments], environment)
        if code == SOME_FAILED:
            code = once_more(title, [*options[:2], *arguments], environment)
        results.append((title, time.monotonic() - began, code not in (0, NO_TESTS)))


def once_more(title, options, environment):
    """Those that failed, without neighbours: a defect fails again, what a busy machine was too slow for does not. Both are said."""
    print(f"\n=== {title}: what failed, once more and one at a time", flush=True)
    code = pytest([*options, "--last-failed", "--last-failed-no-failures", "none", "--maxfail", "3"], environment)
    if code == 0:
        doubtful.append(title)
    return code


def pytest(arguments, environment):
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    with subprocess.Popen(command, env=os.environ | environment) as process:
        try:
            return process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            print(f"Stopped: not finished after {LIMIT // 60} minutes.", flush=True)
            process.send_signal(signal.SIGINT)  # so that it stops its servers and drops its databases
            process.wait(30)
        finally:
            process.kill()
    return STOPPED


def summarize():
    print()
    for title, seconds, failed in results:
        if seconds is None:
            print(f"LEFT OUT {title}", flush=True)
        else:
            word = "FAILED" if failed else "DOUBTFUL" if title in doubtful else "ok"
            print(f"{word:<8} {title} ({seconds:.0f} s)", flush=True)
    if doubtful:
        print(
            "DOUBTFUL: some failed at first and passed alone. Read above which, and mend what made them hang on time.", flush=True
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

import os
import re
from importlib.metadata import distribution
from pathlib import Path

import pytest

from tests.servers import ROOT, Site

pytestmark = pytest.mark.once
MIB = 2**20


def pinned(file):
    return re.findall(r"^([\w.-]+)==", (ROOT / file).read_text(), re.M)


def size(name):
    files = (Path(file.locate()) for file in distribution(name).files or ())
    return sum(file.stat().st_size for file in files if file.exists())


def test_the_installed_site_stays_under_350_mib():
    sizes = {name: size(name) for name in pinned("requirements.txt")}
    assert all(sizes.values()), "a distribution that lists no files cannot be measured"
    assert sum(sizes.values()) < 350 * MIB, "NumPy is 73 of it, the three SDKs of providers and payments 95"


def test_every_requirement_is_pinned():
    lines = [line for file in ("requirements.txt", "requirements-test.txt") for line in (ROOT / file).read_text().splitlines()]
    loose = [line for line in lines if line and not re.match(r"#|-r |[\w.-]+==[\w.]+$", line)]
    assert not loose


def test_nothing_that_a_requirement_requires_is_left_to_chance():
    names = {normal(name) for name in pinned("requirements.txt")}
    for name in names:
        assert needs(name) <= names, name


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def needs(name):
    from packaging.requirements import Requirement

    required = map(Requirement, distribution(name).requires or ())
    return {normal(r.name) for r in required if not r.marker or r.marker.evaluate({"extra": ""})}


def cpu_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    return int(re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]) * 1024


@pytest.mark.alone
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="read from /proc, which only Linux has")
@pytest.mark.parametrize("server", ["daphne", "uvicorn"])
def test_a_web_process_starts_quickly_and_idles_small(server, transactional_db):
    """CPU seconds, as a busy machine stretches all others."""
    site = Site(server, processes=1, DEBUG="0", SECRETS_KEYS="", SECRET_KEY="", ALLOWED_HOSTS="127.0.0.1").start()
    try:
        assert cpu_seconds(site.servers[0].pid) < 3
        assert resident(site.servers[0].pid) < 130 * MIB
    finally:
        site.stop()

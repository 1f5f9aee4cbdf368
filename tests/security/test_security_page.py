"""docs/security.md names the test that shows each control: a test that is gone takes its promise with it."""

import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.once
PAGE = (settings.BASE_DIR / "docs" / "security.md").read_text()
NAMED = sorted(set(re.findall(r"`(test_\w+\.py)::(test_\w+)`", PAGE)))


def test_every_control_names_what_shows_it():
    table = PAGE.partition("## Controls")[2].partition("\n## ")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ") and "---" not in line][1:]
    assert len(rows) > 20
    assert [row for row in rows if "::test_" not in row] == []


@pytest.mark.parametrize(("module", "name"), NAMED)
def test_what_is_named_is_there(module, name):
    files = list((settings.BASE_DIR / "tests").rglob(module))
    assert [file for file in files if f"def {name}(" in file.read_text()], f"{module} has no {name}"

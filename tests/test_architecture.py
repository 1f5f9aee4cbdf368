"""The shape of the house: which way imports point, and how small its rooms are."""

import ast
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    "config": {"chat", "generations", "usage", "settings_sync", "accounts", "realtime", "jobs"},
    "chat": {"usage", "settings_sync", "accounts", "realtime", "jobs"},
    "generations": {"usage", "settings_sync", "accounts", "realtime", "jobs"},
    "usage": {"settings_sync", "accounts", "realtime", "jobs"},
    "settings_sync": {"accounts", "realtime", "jobs"},
    "accounts": {"realtime", "jobs"},
    "realtime": set(),
    "jobs": set(),
}
MOST_LINES = 200
MOST_LINES_OF_CLAIMS = 300  # tests are read one claim at a time
NAMELESS = {"services", "utils", "helpers", "common"}


def sources(folder, suffix="*.py"):
    return [path for path in sorted((ROOT / folder).rglob(suffix)) if "migrations" not in path.parts]


def imported(path, package):
    """The top-level names that a file imports, with relative imports resolved to their app."""
    for node in ast.walk(ast.parse(path.read_text(), str(path))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield package if node.level else node.module.partition(".")[0]


def wrong_arrows(app):
    for path in sources(app):
        for name in imported(path, app):
            if name in {*ALLOWED, "tests"} - {app} - ALLOWED[app]:
                yield f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize("app", ALLOWED)
def test_imports_point_down_only(app):
    assert sources(app), f"{app} has no files"
    assert not list(wrong_arrows(app))


def test_an_arrow_upwards_is_seen(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)
    (tmp_path / "realtime").mkdir()
    (tmp_path / "realtime" / "hub.py").write_text("def f():\n    from accounts.models import User\n")
    assert list(wrong_arrows("realtime")) == ["realtime/hub.py imports accounts"]


def all_sources():
    scripts = [*sources("static", "*.js"), *sources("static", "*.css"), *sources("templates", "*.html")]
    return [path for folder in (*ALLOWED, "tests") for path in sources(folder)] + scripts


def test_no_file_is_longer_than_a_concept():
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in all_sources()}
    assert not {name: lines for name, lines in lengths.items() if lines > most_lines(name)}


def most_lines(name):
    return MOST_LINES_OF_CLAIMS if name.startswith("tests/") else MOST_LINES


def test_modules_are_named_after_what_they_hold():
    assert not [str(path.relative_to(ROOT)) for path in all_sources() if path.stem in NAMELESS]


def test_tests_are_importable():
    """Two test modules of one name collide unless their folders are packages."""
    assert not [folder for folder in {path.parent for path in sources("tests")} if not (folder / "__init__.py").exists()]

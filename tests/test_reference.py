"""docs/reference.md is public: what it does not name does not exist for the people who run the site."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands
from django.urls import URLResolver, get_resolver

from realtime import rooms, topics

ROOT = Path(settings.BASE_DIR)
REFERENCE = (ROOT / "docs/reference.md").read_text()
FOREIGN = ("accounts/", "admin/")  # allauth's and Django's own
pytestmark = pytest.mark.once


def our_settings():
    source = "".join(path.read_text() for path in (ROOT / "config").glob("*.py"))
    return sorted(set(re.findall(r'env\.\w+\(\s*"([A-Z0-9_]+)"', source)) | {"SECRET_KEY", "SECRETS_KEYS"})


def our_commands():
    labels = {config.name for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    return sorted(name for name, app in get_commands().items() if app in labels)


def our_addresses(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if route in FOREIGN:
            yield f"/{route}"
        elif isinstance(entry, URLResolver):
            yield from our_addresses(entry, route)
        elif not route.startswith(FOREIGN):
            yield "/" + re.sub(r"<\w+:(\w+)>", r"<\1>", route)


@pytest.mark.parametrize("name", our_settings())
def test_every_setting_has_its_line(name):
    assert f"| `{name}` |" in REFERENCE


@pytest.mark.parametrize("name", our_commands())
def test_every_command_has_its_line(name):
    assert f"`manage.py {name}" in REFERENCE


@pytest.mark.parametrize("address", sorted(set(our_addresses())))
def test_every_address_has_its_line(address):
    assert f"`{address}" in REFERENCE


@pytest.mark.parametrize("pattern", sorted(topics.patterns()))
def test_every_topic_has_its_line(pattern):
    assert f"| `{pattern}` |" in REFERENCE


@pytest.mark.parametrize("name", rooms.names())
def test_every_room_has_its_line(name):
    assert f"| `{name}` |" in REFERENCE


def test_every_make_target_has_its_line():
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.M).group(1).split()
    assert [target for target in targets if f"`make {target}`" not in REFERENCE] == []

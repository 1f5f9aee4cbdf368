"""Whether a provider is offered is said of a row as it is asked of the database."""

from itertools import product

import pytest

from settings_sync.models import Provider

pytestmark = pytest.mark.django_db


def test_a_row_says_what_the_database_says(settings):
    settings.PROVIDER_ADDRESSES = {"here": ""}
    for number, (slug, kind, address, enabled) in enumerate(
        product(("here", "there"), ("openai", "nobody-knows"), ("", "http://127.0.0.1:9"), (True, False))
    ):
        Provider.objects.all().delete()
        row = Provider.objects.create(slug=slug, name=f"P{number}", kind=kind, base_url=address, enabled=enabled)
        assert row.is_offered == Provider.objects.offered().exists(), (slug, kind, address, enabled)

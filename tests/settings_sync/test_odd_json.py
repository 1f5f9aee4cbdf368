"""JSON in a form's field that Python cannot read: too many digits, too many brackets. It is refused like any other that is none."""

from uuid import uuid4

import pytest

from settings_sync.models import Preference

pytestmark = pytest.mark.django_db
DIGITS, BRACKETS = "9" * 5000, "[" * 100_000
ODD = {"digits": DIGITS, "brackets": BRACKETS, "digits within": f'{{"theme": {{"value": {DIGITS}, "base_version": 0}}}}'}
odd = pytest.mark.parametrize("text", ODD.values(), ids=ODD)


@odd
@pytest.mark.parametrize("page", ["/settings/", "/settings/providers/"])
def test_a_page_that_was_tampered_with_is_shown_again(client_of, ada, page, text):
    answer = client_of(ada).post(page, {"mutation_id": uuid4(), "shown": text, "theme": "dark"})
    assert answer.status_code == 422
    assert not Preference.objects.exists()


@odd
def test_a_preview_that_was_tampered_with_changes_nothing(client_of, ada, text):
    answer = client_of(ada).post("/settings/import/apply/", {"mutation_id": uuid4(), "changes": text}, follow=True)
    assert "Choose the file again." in answer.content.decode()
    assert not Preference.objects.exists()

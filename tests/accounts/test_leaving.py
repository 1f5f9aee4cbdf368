"""What a person is told before they take their data along, or go."""

import pytest
from django.core import mail
from django.urls import reverse

from accounts.deletion import delete_account
from tests.security.roles import confirm

GOES = ["profile", "conversations", "images", "likes", "settings", "API keys", "usage", "purchases", "credits", "sessions"]


def page(client, name):
    return client.get(reverse(name)).content.decode()


@pytest.mark.parametrize("word", GOES)
def test_the_page_names_what_goes(client_of, grace, word):
    whole = page(confirm(client_of(grace)), "profile_delete")
    assert word in whole.partition("These go")[2].partition("</ul>")[0]


def test_the_page_says_what_stays_without_the_person(client_of, grace):
    rest = page(confirm(client_of(grace)), "profile_delete").partition("</ul>")[2]
    assert "books" in rest
    assert "with a number instead of you" in rest


@pytest.mark.parametrize("word", ["profile", "settings", "conversations", "images", "usage", "purchases", "what happened"])
def test_a_copy_is_announced_with_all_that_is_in_it(client_of, grace, word):
    assert word in page(client_of(grace), "profile_data").partition("A zip with")[2].partition("</p>")[0]


@pytest.mark.parametrize("word", ["profile", "conversations", "images", "settings", "keys", "sessions", "credits"])
def test_the_last_letter_names_what_went(transactional_db, settings, grace, word):
    settings.EMAIL_URL = "smtp://localhost"
    delete_account(grace)
    assert word in mail.outbox[0].body

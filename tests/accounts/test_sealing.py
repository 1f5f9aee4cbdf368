"""Secrets at rest: what opens them, and what does not."""

import pytest

from accounts.sealing import Unsealable, key_id_of, seal, unseal

pytestmark = pytest.mark.once
OLD, NEW = bytes(range(32)), bytes(range(32, 64))
KEY = "sk-canary-0123456789"


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.SECRETS_KEYS = {"k2": NEW, "k1": OLD}


def test_what_was_sealed_opens_for_what_it_was_sealed_for():
    assert unseal(seal(KEY, "key", 1, "openai"), "key", 1, "openai") == KEY
    assert unseal(seal("", "key"), "key") == ""
    assert unseal(memoryview(seal("Schlüssel 🔑")), *()) == "Schlüssel 🔑"


def test_the_text_and_its_repetition_do_not_show():
    first, second = seal(KEY, "key"), seal(KEY, "key")
    assert KEY.encode() not in first
    assert first != second


@pytest.mark.parametrize("elsewhere", [("key", 2, "openai"), ("key", 1), ("key", 1, "openai", ""), ("key1", "openai"), ()])
def test_a_copy_does_not_open_for_anything_else(elsewhere):
    with pytest.raises(Unsealable, match="sealed for something else"):
        unseal(seal(KEY, "key", 1, "openai"), *elsewhere)


def test_no_byte_can_be_changed():
    sealed = seal(KEY, "key")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(Unsealable):
            unseal(changed, "key")


@pytest.mark.parametrize("length", [0, 1, 3, 10, 20, 30])
def test_a_piece_does_not_open(length):
    with pytest.raises(Unsealable):
        unseal(seal(KEY, "key")[:length], "key")


def test_an_older_key_still_opens_and_the_newest_seals(settings):
    settings.SECRETS_KEYS = {"k1": OLD}
    sealed = seal(KEY, "key")
    settings.SECRETS_KEYS = {"k2": NEW, "k1": OLD}
    assert (key_id_of(sealed), unseal(sealed, "key")) == ("k1", KEY)
    assert key_id_of(seal(KEY, "key")) == "k2"


def test_a_key_that_is_gone_is_named(settings):
    sealed = seal(KEY, "key")
    settings.SECRETS_KEYS = {"k1": OLD}
    with pytest.raises(Unsealable, match="sealed with the key k2, which SECRETS_KEYS does not have any more") as refused:
        unseal(sealed, "key")
    assert KEY not in str(refused.value)


def test_a_key_under_another_ones_name_opens_nothing(settings):
    sealed = seal(KEY, "key")
    settings.SECRETS_KEYS = {"k2": OLD}
    with pytest.raises(Unsealable):
        unseal(sealed, "key")

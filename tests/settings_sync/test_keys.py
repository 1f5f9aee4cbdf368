"""A key is sealed for one person, one provider and one address; nobody else's call opens it."""

import base64
import os

import pytest

from accounts.sealing import Unsealable
from settings_sync.models import Provider, ProviderAnswer, ProviderKey
from settings_sync.providers import credentials
from settings_sync.providers.credentials import NoCredential, credential_for

pytestmark = pytest.mark.django_db
CANARY = "sk-canary-Zx81_0123456789-last"


@pytest.fixture
def lab():
    return Provider.objects.create(slug="lab", name="Lab", kind="openai", base_url="http://127.0.0.1:9/v1")


@pytest.fixture
def other():
    return Provider.objects.create(slug="other", name="Other", kind="openai", base_url="http://127.0.0.1:9/v1")


def keep(provider, user, text=CANARY):
    return ProviderKey.objects.keep(provider, user, text)


def test_ones_own_key_opens_for_oneself(lab, ada):
    keep(lab, ada)
    assert credential_for(ada, lab).text == CANARY
    assert credential_for(ada, lab).is_own


def test_nothing_of_the_key_is_in_the_row_or_in_what_is_printed(lab, ada):
    key = keep(lab, ada)
    assert CANARY.encode() not in bytes(key.sealed)
    assert CANARY not in f"{key!r} {key} {credential_for(ada, lab)!r} {vars(key)}"


def test_two_seals_of_one_key_differ(lab, other, ada):
    assert bytes(keep(lab, ada).sealed) != bytes(keep(other, ada).sealed) != bytes(keep(other, ada).sealed)


def test_a_copy_does_not_open_for_another_user(lab, ada, eve):
    stolen, hers = keep(lab, ada), keep(lab, eve, "sk-eves-own-key-0000")
    ProviderKey.objects.filter(pk=hers.pk).update(sealed=stolen.sealed)
    with pytest.raises(NoCredential, match="cannot be opened"):
        credential_for(eve, lab)


def test_a_copy_does_not_open_as_the_shared_key(lab, ada, eve):
    stolen = keep(lab, ada)
    shared = keep(lab, None, "sk-shared-key-0000")
    ProviderKey.objects.filter(pk=shared.pk).update(sealed=stolen.sealed)
    with pytest.raises(NoCredential, match="shared key cannot be opened"):
        credential_for(eve, lab)


def test_a_copy_does_not_open_for_another_provider_at_the_same_address(lab, other, ada):
    stolen, hers = keep(lab, ada), keep(other, ada, "sk-other-key-0000")
    ProviderKey.objects.filter(pk=hers.pk).update(sealed=stolen.sealed)
    with pytest.raises(NoCredential, match="cannot be opened"):
        credential_for(ada, other)


def test_a_row_given_to_another_person_does_not_open(lab, ada, eve):
    ProviderKey.objects.filter(pk=keep(lab, ada).pk).update(user=eve)
    with pytest.raises(NoCredential, match="cannot be opened"):
        credential_for(eve, lab)


@pytest.mark.parametrize("place", ["http://127.0.0.1:10/v1", "https://127.0.0.1:9/v1", "http://localhost:9/v1"])
def test_a_provider_that_moved_gets_no_key(lab, ada, place):
    key = keep(lab, ada)
    lab.base_url = place
    lab.save()
    with pytest.raises(NoCredential) as refused:
        credential_for(ada, lab)
    assert str(refused.value) == credentials.MOVED
    ProviderKey.objects.filter(pk=key.pk).update(origin=lab.origin)  # as somebody who can write to the database would
    with pytest.raises(NoCredential, match="cannot be opened"):
        credential_for(ada, lab)


def test_another_path_at_the_same_place_is_no_move(lab, ada):
    keep(lab, ada)
    lab.base_url = "http://127.0.0.1:9/openai/v1"
    lab.save()
    assert credential_for(ada, lab).text == CANARY


def test_a_changed_byte_does_not_open(lab, ada):
    key = keep(lab, ada)
    sealed = bytearray(key.sealed)
    sealed[-1] ^= 1
    key.sealed = bytes(sealed)
    with pytest.raises(Unsealable):
        key.open(lab)


def test_ones_own_key_goes_before_the_shared_one_and_never_gives_way_to_it(lab, ada, eve):
    keep(lab, None, "sk-shared-key-0000")
    keep(lab, ada)
    assert (credential_for(ada, lab).text, credential_for(eve, lab).text) == (CANARY, "sk-shared-key-0000")
    ProviderKey.objects.filter(user=ada).update(sealed=b"broken")
    with pytest.raises(NoCredential):
        credential_for(ada, lab)


def test_the_environments_key_goes_before_a_shared_row(lab, ada, settings):
    keep(lab, None, "sk-row-key-000000")
    settings.PROVIDER_ADDRESSES, settings.PROVIDER_KEYS = {"lab": "http://127.0.0.1:9/v1"}, {"lab": "sk-from-environment"}
    assert credential_for(ada, lab).text == "sk-from-environment"


def test_without_any_key_it_depends_on_the_kind(lab, ada):
    with pytest.raises(NoCredential, match="Enter your key"):
        credential_for(ada, lab)
    lab.kind = "ollama"
    assert credential_for(ada, lab).text == ""


@pytest.mark.parametrize(("text", "shown"), [("x" * 11, ""), ("x" * 8 + "wxyz", "wxyz")])
def test_the_last_four_are_kept_of_a_long_key_only(lab, ada, text, shown):
    assert keep(lab, ada, text).last_four == shown


def test_a_key_replaces_the_one_before(lab, ada):
    keep(lab, ada, "sk-the-first-key-0000")
    keep(lab, ada)
    assert ProviderKey.objects.count() == 1
    assert credential_for(ada, lab).text == CANARY


def test_what_was_learned_with_a_key_goes_with_it(lab, ada):
    keep(lab, ada)
    ProviderAnswer.objects.create(user=ada, provider=lab, origin=lab.origin, good=True, words="Connected.", listed=[["a", "a"]])
    ProviderKey.objects.drop(lab, ada)
    assert not ProviderAnswer.objects.exists()


def test_a_key_of_the_site_that_is_gone_is_said_in_words(lab, ada, settings):
    keep(lab, ada)
    settings.SECRETS_KEYS = {"new": os.urandom(32)}
    with pytest.raises(NoCredential, match="cannot be opened any more"):
        credential_for(ada, lab)


def test_the_ciphertext_is_aes_256_gcm_with_a_nonce_of_its_own(lab, ada, settings):
    """Read by hand, from what docs and code say of the form: another program can open it."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    settings.SECRETS_KEYS = {"k9": base64.b64decode("A" * 43 + "=")}
    sealed = bytes(keep(lab, ada).sealed)
    head, nonce, rest = sealed[:4], sealed[4:16], sealed[16:]
    assert head == b"\x01\x02k9"
    bond = head + f'["provider key", "{ada.pk}", "{lab.pk}", "http://127.0.0.1:9"]'.encode()
    assert AESGCM(bytes(32)).decrypt(nonce, rest, bond).decode() == CANARY

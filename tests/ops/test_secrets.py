import base64
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import environ
import pytest
from django.core.exceptions import ImproperlyConfigured

from config import secrets
from tests.servers import ROOT

GOOD = "Tr0ub4dor-and-3-more-words-that-nobody-would-ever-guess-9f2c"
KEY = base64.b64encode(bytes(range(32))).decode()


def load(path, refuse_placeholders=True, **given):
    env = environ.Env()
    env.ENVIRON = given
    return secrets.load(path, env, refuse_placeholders)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "secrets.json"


def test_the_first_start_makes_secrets_that_the_next_one_finds(path):
    first = load(path)
    assert len(first["SECRET_KEY"]) >= 50
    assert [len(key) for key in first["SECRETS_KEYS"].values()] == [32]
    assert load(path) == first


@pytest.mark.once
def test_only_the_owner_may_read_the_file_whatever_the_umask(path):
    before = os.umask(0)
    try:
        load(path)
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secrets.json"], "a draft was left behind"


@pytest.mark.once
def test_processes_that_start_together_end_with_the_same_secrets(path):
    code = "import environ, pathlib, sys; from config import secrets; path = pathlib.Path(sys.argv[1]); "
    code += "print(sorted(secrets.load(path, environ.Env(), True).items()))"
    given = {name: value for name, value in os.environ.items() if not name.startswith("SECRET")}

    def start(_):
        return subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, env=given, capture_output=True, check=True).stdout

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(start, range(6)))) == 1


def test_a_second_writer_keeps_what_the_first_one_wrote(path):
    """The race, decided: both saw no file, and the other one was quicker."""
    first = load(path)
    secrets._create(path)
    assert load(path) == first


def test_a_file_that_others_can_read_is_told(path):
    load(path)
    path.chmod(0o644)
    with pytest.warns(UserWarning, match=f"chmod 600 {path}"):
        load(path)


def test_the_environment_prevails_and_then_no_file_is_made(path):
    loaded = load(path, SECRET_KEY=GOOD, SECRETS_KEYS=f"new:{KEY},old:{KEY}")
    assert loaded == {"SECRET_KEY": GOOD, "SECRETS_KEYS": {"new": bytes(range(32)), "old": bytes(range(32))}}
    assert list(loaded["SECRETS_KEYS"]) == ["new", "old"]
    assert not path.exists()


def test_a_key_with_a_dollar_is_taken_as_it_is(path):
    assert load(path, SECRET_KEY=f"${GOOD}")["SECRET_KEY"] == f"${GOOD}"


@pytest.mark.parametrize("key", ["changeme", "secret", f"django-insecure-{GOOD}", f"change-me-{GOOD}", "a" * 60, GOOD[:49]])
def test_a_placeholder_is_refused_in_production_only(path, key):
    with pytest.raises(ImproperlyConfigured, match="Generate one with") as refused:
        load(path, SECRET_KEY=key)
    assert key not in str(refused.value).split(), "the words repeat the secret"
    assert load(path, refuse_placeholders=False, SECRET_KEY=key)["SECRET_KEY"] == key


@pytest.mark.parametrize(
    "keys", ["nonsense", "a:", "a:c2hvcnQ=", "a:!!!", f":{KEY}", f"a:{KEY},", f"a:{KEY},a:{KEY}", f"a b:{KEY}"]
)
def test_malformed_keys_are_refused_in_words(path, keys):
    with pytest.raises(ImproperlyConfigured, match="openssl rand -base64 32"):
        load(path, SECRETS_KEYS=keys)


def test_a_key_of_zeros_is_no_key_in_production(path):
    with pytest.raises(ImproperlyConfigured, match="not random"):
        load(path, SECRETS_KEYS=f"k1:{'A' * 43}=")


@pytest.mark.parametrize("content", ["", "{", "[]", json.dumps({"SECRET_KEY": GOOD})])
def test_a_damaged_file_is_not_replaced(path, content):
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(ImproperlyConfigured, match="is damaged"):
        load(path)
    assert path.read_text() == content


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(ImproperlyConfigured, match="Set DATA_DIR"):
        load(tmp_path / "missing" / "secrets.json")

"""What the environment says is taken as it is meant, or refused before anything starts, in words that name the setting."""

import json

import pytest

from config.environment import Environment
from settings_sync.preferences import declared
from tests.ops.commands import PRODUCTION, manage_in_production, python

pytestmark = pytest.mark.once

SAY = "import json; from config import settings; print(json.dumps(settings.{name}))"
REFUSED = [
    ("SITE_URL", "lockstep.example.org", "SITE_URL is scheme and host: https://lockstep.example.org"),
    ("SITE_URL", "lockstep.example.org:8000", "SITE_URL is scheme and host: https://lockstep.example.org"),
    ("SITE_URL", "https://", "SITE_URL is scheme and host: https://lockstep.example.org"),
    ("SITE_URL", "ftp://lockstep.example.org", "SITE_URL is scheme and host: https://lockstep.example.org"),
    ("SITE_URL", "https://lockstep.example.org:port", "SITE_URL is scheme and host: https://lockstep.example.org"),
    ("AUTOSAVE_SECONDS", "99", "AUTOSAVE_SECONDS is a number from 0.5 to 10."),
    ("AUTOSAVE_SECONDS", "abc", "AUTOSAVE_SECONDS is a number from 0.5 to 10."),
    ("AUTOSAVE_SECONDS", "nan", "AUTOSAVE_SECONDS is a number from 0.5 to 10."),
    ("TRUSTED_PROXIES", "x", "TRUSTED_PROXIES is a whole number from 0 up."),
    ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES is a whole number from 0 up."),
    ("TRUSTED_PROXIES", "1.5", "TRUSTED_PROXIES is a whole number from 0 up."),
    ("EMAIL_URL", "foo", "EMAIL_URL is smtp+tls://user:password@host:587"),
    ("EMAIL_URL", "smtp://", "EMAIL_URL is smtp+tls://user:password@host:587"),
    ("EMAIL_URL", "smtp://host:port", "EMAIL_URL is smtp+tls://user:password@host:587"),
    ("REDIS_URL", "foo", "REDIS_URL is redis://host:6379/0"),
    ("REDIS_URL", "http://127.0.0.1:6379", "REDIS_URL is redis://host:6379/0"),
    ("REDIS_URL", "redis://host:port", "REDIS_URL is redis://host:6379/0"),
    ("STORAGE_URL", "nope", "STORAGE_URL is s3://bucket/prefix"),
    ("STORAGE_URL", "s3:///prefix", "STORAGE_URL is s3://bucket/prefix"),
    ("STORAGE_URL", "https://bucket.example.org/", "STORAGE_URL is s3://bucket/prefix"),
    ("DATABASE_URL", "foo", "DATABASE_URL is postgres://user:password@host:port/name"),
    ("DATABASE_URL", "mysql://host/name", "DATABASE_URL is postgres://user:password@host:port/name"),
    ("DATABASE_URL", "postgres://host:port/name", "DATABASE_URL is postgres://user:password@host:port/name"),
    ("REPORTING_TIME_ZONE", "Mars/Olympus", "REPORTING_TIME_ZONE is a name like Europe/Berlin."),
]


@pytest.fixture
def said(tmp_path):
    """`said("ALLOWED_HOSTS", SITE_URL=…)`: what a setting is in production, where the environment says this."""

    def ask(name, **environment):
        given = PRODUCTION | {"DATA_DIR": tmp_path, "ALLOWED_HOSTS": ""} | environment
        answer = python("-c", SAY.format(name=name), **given)
        assert answer.returncode == 0, answer.stderr
        return json.loads(answer.stdout)

    return ask


@pytest.mark.parametrize(("name", "value", "words"), REFUSED)
def test_what_a_setting_cannot_be_is_refused_in_words(tmp_path, name, value, words):
    given = PRODUCTION | {"DATA_DIR": tmp_path, "ALLOWED_HOSTS": ""} | {name: value}
    refused = python("-c", "import config.settings", **given)
    assert refused.returncode != 0
    assert f"ImproperlyConfigured: {words}" in refused.stderr.splitlines()[-1]


def test_further_hosts_come_beside_the_sites_own(said):
    given = {"SITE_URL": "https://lockstep.example.org", "ALLOWED_HOSTS": "one.example.org,two.example.org"}
    assert said("ALLOWED_HOSTS", **given) == ["lockstep.example.org", "one.example.org", "two.example.org"]
    assert said("ALLOWED_HOSTS", SITE_URL="https://lockstep.example.org:8443/") == ["lockstep.example.org"]


def test_what_is_empty_is_as_if_it_were_not_there(said):
    assert said("AUTOSAVE_SECONDS", AUTOSAVE_SECONDS="") == 1.5
    assert said("ALLAUTH_TRUSTED_PROXY_COUNT", TRUSTED_PROXIES="") == 0
    assert said("SITE_URL", SITE_URL="") == "http://127.0.0.1:8000"


def test_the_delay_to_save_is_from_and_to_what_people_may_choose():
    env = Environment()
    for number in (0.5, 10):
        env.ENVIRON = {"AUTOSAVE_SECONDS": str(number)}
        assert env.number("AUTOSAVE_SECONDS", 1.5, 0.5, 10) == declared["autosave_seconds"].clean(number)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nowhere.at.All", "STORAGE_URL names nowhere.at.All, which cannot be imported here"),
        ("django.core.files.storage.InMemoryStorage?colour=red", "STORAGE_URL has options that"),
    ],
)
def test_a_storage_that_is_not_there_is_found_by_the_check(tmp_path, url, words):
    checked = manage_in_production(tmp_path, "check", STORAGE_URL=url)
    assert checked.returncode != 0
    assert words in checked.stderr
    assert "Traceback" not in checked.stderr

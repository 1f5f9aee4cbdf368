import pytest

from tests.ops.commands import manage_in_production

pytestmark = pytest.mark.once


def test_the_deploy_check_is_clean(tmp_path):
    checked = manage_in_production(tmp_path, "check", "--deploy", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
    assert "no issues" in checked.stdout


def test_the_deploy_check_can_fail(tmp_path):
    checked = manage_in_production(tmp_path, "check", "--deploy", "--fail-level", "WARNING", SITE_URL="http://plain.example.com")
    assert checked.returncode != 0
    assert "security.W" in checked.stderr


def test_any_host_is_refused(tmp_path):
    refused = manage_in_production(tmp_path, "check", ALLOWED_HOSTS="*")
    assert refused.returncode != 0
    assert "ALLOWED_HOSTS may not be *" in refused.stderr


def test_a_placeholder_secret_is_refused(tmp_path):
    refused = manage_in_production(tmp_path, "check", SECRET_KEY="changeme")
    assert refused.returncode != 0
    assert "SECRET_KEY is a placeholder" in refused.stderr


def test_demo_people_are_refused(tmp_path):
    assert manage_in_production(tmp_path, "migrate", "--verbosity", "0").returncode == 0
    assert manage_in_production(tmp_path, "seed_demo").returncode != 0


def test_no_migration_is_missing(tmp_path):
    checked = manage_in_production(tmp_path, "makemigrations", "--check", "--dry-run")
    assert checked.returncode == 0, checked.stdout


def test_cookies_belong_to_this_host_alone(tmp_path):
    """No other host of the domain can set them, and no page without TLS."""
    settings = manage_in_production(tmp_path, "diffsettings").stdout
    for line in ("SESSION_COOKIE_NAME = '__Host-session'", "CSRF_COOKIE_NAME = '__Host-csrf'", "SESSION_COOKIE_SECURE = True"):
        assert line in settings

"""Guessing is slow, and shuts nobody out but who guesses."""

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.core.exceptions import ImmediateHttpResponse
from django.test import Client

from accounts import attempts, known_devices
from accounts.models import KnownDevice
from tests.accounts.door import app_code, confirm, give_code, is_in, log_in, turn_on

pytestmark = pytest.mark.usefixtures("quick_hashes")
THREADS = 12
HERE, THERE = "203.0.113.1", "198.51.100.9"


def from_address(address, **options):
    return Client(REMOTE_ADDR=address, **options)


def guess(person, address, times, client=None):
    """How many of so many wrong passwords from there were looked at, in a fresh browser each."""
    answers = [log_in(client or from_address(address), person, f"guess {number}").status_code for number in range(times)]
    assert set(answers) <= {200, 429}
    return answers.count(200)


@pytest.fixture
def own_browser(ada):
    """A browser in which Ada has signed in before."""
    client = from_address(HERE)
    log_in(client, ada)
    client.post("/accounts/logout/")
    return client


def test_an_account_takes_five_wrong_passwords_from_one_address(ada):
    assert guess(ada, THERE, 30) == 5


def test_an_address_gets_ten_wrong_passwords_a_minute_whoever_they_are_for(db, ada, grace, eve):
    assert sum(guess(person, THERE, 5) for person in (ada, grace, eve)) == 10


def test_who_guesses_is_told_so_in_words(ada):
    guess(ada, THERE, 5)
    response = log_in(from_address(THERE), ada)
    assert (response.status_code, response["Retry-After"]) == (429, "300")
    assert "That was too often. Wait a few minutes" in response.content.decode()
    json = from_address(THERE).post(
        "/accounts/login/", {"login": ada.email, "password": "x"}, headers={"Accept": "application/json"}
    )
    assert json.json()["error"]["code"] == "too_many"


def test_the_right_password_does_not_help_who_has_guessed_too_often(ada):
    guess(ada, THERE, 5)
    client = from_address(THERE)
    log_in(client, ada)
    assert not is_in(client)


def test_an_attack_from_elsewhere_does_not_shut_the_owner_out(ada):
    guess(ada, THERE, 30)
    client = from_address(HERE)
    log_in(client, ada)
    assert is_in(client)


def test_an_attack_from_the_same_address_does_not_shut_the_owners_own_browser_out(ada, grace, own_browser):
    guess(ada, HERE, 30)
    guess(grace, HERE, 30)
    log_in(own_browser, ada)
    assert is_in(own_browser)


def test_ones_own_browser_takes_five_wrong_passwords_too(ada, own_browser):
    assert guess(ada, HERE, 30, own_browser) == 5


def test_a_browser_that_knows_one_account_is_a_stranger_to_another(ada, grace, own_browser):
    guess(grace, HERE, 30)
    assert guess(grace, HERE, 1, own_browser) == 0


@pytest.mark.parametrize("cookie", ["x" * 43, "", "../" * 20])
def test_an_invented_cookie_makes_no_browser_known(ada, own_browser, cookie):
    guess(ada, THERE, 5)
    client = from_address(THERE)
    client.cookies[known_devices.COOKIE] = cookie
    assert guess(ada, THERE, 1, client) == 0


def test_signing_in_rightly_costs_nothing(ada):
    for _ in range(30):
        client = from_address(HERE)
        log_in(client, ada)
        assert is_in(client)


def test_signing_in_now_and_then_does_not_start_the_count_again(ada, grace):
    assert guess(ada, THERE, 4) == 4
    log_in(from_address(THERE), grace)
    assert guess(ada, THERE, 4) == 1


def test_the_counts_end_by_themselves(ada, monkeypatch):
    guess(ada, THERE, 5)
    later = time.time() + 301
    monkeypatch.setattr("time.time", lambda: later)
    assert guess(ada, THERE, 1) == 1


@pytest.mark.parametrize(
    ("forwarded", "proxies", "looked_at"), [("{n}.0.0.1", 0, 5), ("{n}.0.0.1, 9.9.9.9", 1, 5), ("{n}.0.0.1", 1, 8)]
)
def test_only_ones_own_proxies_are_believed(ada, settings, forwarded, proxies, looked_at):
    if proxies:  # none unless the operator says so
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = [{"X-Forwarded-For": forwarded.format(n=number)} for number in range(1, 9)]
    answers = [log_in(from_address(THERE), ada, "guess", **each).status_code for each in headers]
    assert answers.count(200) == looked_at


def test_whoever_comes_past_the_proxies_or_from_nowhere_is_counted_too(ada, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    answers = [log_in(from_address(""), ada, "guess", **{"X-Forwarded-For": "1.1.1.1"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


# Codes


@pytest.fixture
def secret(client_of, ada):
    return turn_on(client_of(ada))


def at_second_step(person, address, client=None):
    client = client or from_address(address)
    assert log_in(client, person).url == "/accounts/2fa/authenticate/"
    return client


def test_codes_are_counted_by_account_from_wherever_they_come(ada, secret):
    answers = [give_code(at_second_step(ada, f"198.51.100.{n}"), "000000").status_code for n in range(1, 9)]
    assert answers == [200] * 5 + [429] * 3


def test_who_guesses_codes_does_not_shut_the_owners_own_browser_out(ada, own_browser, secret):
    KnownDevice.objects.filter(user=ada).update(token=known_devices._hash(own_browser.cookies[known_devices.COOKIE].value))
    for n in range(1, 9):
        give_code(at_second_step(ada, f"198.51.100.{n}"), "000000")
    give_code(at_second_step(ada, HERE, own_browser), app_code(secret, periods_ago=-1))
    assert is_in(own_browser)


def test_confirming_is_counted(client_of, ada):
    client = client_of(ada, REMOTE_ADDR=THERE)
    answers = [confirm(client, f"guess {n}").status_code for n in range(8)]
    assert answers == [200] * 5 + [429] * 3


# Other doors


def test_signing_up_is_counted(db):
    answers = [
        from_address(THERE).post("/accounts/signup/", {"email": f"x{n}@example.com", "username": f"x{n}", "password1": "123"})
        for n in range(22)
    ]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429] * 2


def test_letters_for_a_new_password_are_counted(ada, settings):
    settings.EMAIL_URL = "smtp://mail.example.com"
    answers = [from_address(THERE).post("/accounts/password/reset/", {"email": ada.email}).status_code for _ in range(5)]
    assert answers == [302] * 3 + [429] * 2


def test_a_password_that_was_reset_ends_the_wait(ada, rf):
    guess(ada, HERE, 5)
    attempts.forgive(rf.post("/"), "password", ada.email, f"{ada.email} {HERE}")
    assert guess(ada, HERE, 1) == 1


def test_guessing_in_parallel_gets_no_more_looks(rf):
    """The count is read and written under a lock of the cache; without it many read the same number, as those of Redis do."""
    starting = Barrier(THREADS)

    def guess_a_few_times(number):
        starting.wait()
        return [may_try(rf.post("/accounts/login/", REMOTE_ADDR=THERE)) for _ in range(5)]

    with ThreadPoolExecutor(THREADS) as pool:
        looks = [look for looks in pool.map(guess_a_few_times, range(THREADS)) for look in looks]
    assert looks.count(True) <= 5


def may_try(request):
    try:
        return bool(attempts.count(request, "password", "ada@example.com", f"ada@example.com {THERE}"))
    except ImmediateHttpResponse:
        return False

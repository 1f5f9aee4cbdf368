"""My usage in a real browser: live, with the reader's choices kept, in every width and theme."""

import pytest
from playwright.sync_api import expect

from tests.look.pages import THEMES, WIDTHS
from tests.look.test_axe import findings
from tests.look.test_widths import overhang
from tests.usage.conftest import ask_of, call_of
from usage import budgets, metering
from usage.models import CreditAccount
from usage.money import USD

PAGE = "/usage/"


@pytest.fixture
def tab_of(page_as, wait_live):
    """`tab_of(grace)`: a live tab with her usage, or with another page."""

    def open_tab(person, path=PAGE, **options):
        page = page_as(person, path=path, **options)
        wait_live(page)
        return page

    return open_tab


@pytest.fixture
def call(price, grace, give):
    """`call()`: one of Grace's that costs ten cents."""
    give(grace, 10 * USD)
    return lambda **fields: metering.settle(call_of(ask_of(grace, tokens_out=10_000), **fields))


def rows(page):
    return page.get_by_role("table", name="Calls", exact=True).locator("tbody tr")


def balance(page):
    return page.locator("#usage-balance .mine-amount strong")


def budget(page, name):
    return page.get_by_role("textbox", name=f"{name} budget")


def save(page, name, amount):
    budget(page, name).fill(amount)
    page.get_by_role("button", name="Save budgets").click()


def toasts(page):
    return page.get_by_role("status", name="Notifications")


def test_a_call_shows_at_once_in_balance_charts_and_log(tab_of, call, grace):
    page = tab_of(grace)
    expect(balance(page)).to_have_text("$10.00")
    expect(page.get_by_text("No calls yet")).to_be_visible()
    call()
    expect(balance(page)).to_have_text("$9.90")
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_role("list", name="Credits spent a day, by model: what the colours mean")).to_contain_text("large $0.10")


def test_what_is_chosen_is_kept_while_calls_come(tab_of, call, grace):
    call(outcome="failed")
    page = tab_of(grace)
    page.evaluate("window.stays = true")
    page.get_by_label("Status").select_option("Failed")
    page.get_by_role("link", name="7 days").click()
    page.wait_for_url("**/usage/?*days=7*")
    expect(rows(page)).to_have_count(1)
    call()
    call(outcome="failed")
    expect(rows(page)).to_have_count(2)
    expect(rows(page).get_by_text("Failed")).to_have_count(2)
    expect(page.get_by_role("link", name="7 days")).to_have_attribute("aria-current", "true")
    expect(page.get_by_label("Status")).to_have_value("failed")
    assert page.evaluate("window.stays")


def test_one_goes_back_through_what_one_chose(tab_of, call, grace):
    call()
    page = tab_of(grace)
    page.get_by_label("Kind").select_option("Images")
    expect(page.get_by_text("No calls like that")).to_be_visible()
    page.go_back()
    expect(rows(page)).to_have_count(1)
    expect(page.get_by_label("Kind")).to_have_value("")


def test_older_calls_show_in_place_and_stay(tab_of, call, grace):
    for _ in range(51):
        call()
    page = tab_of(grace)
    expect(rows(page)).to_have_count(50)
    page.get_by_role("link", name="Older").click()
    expect(rows(page)).to_have_count(1)
    call()
    expect(balance(page)).to_have_text("$4.80")
    expect(rows(page)).to_have_count(1)
    page.get_by_role("link", name="Newest").click()
    expect(rows(page)).to_have_count(50)


def test_a_budget_that_one_tab_sets_stands_in_the_other(tab_of, grace):
    here, there = tab_of(grace), tab_of(grace)
    save(here, "Daily", "5")
    expect(here.get_by_role("status", name="Budgets")).to_have_text("Saved")
    expect(here.get_by_role("button", name="Save budgets")).to_be_focused()
    expect(budget(there, "Daily")).to_have_value("5.00")
    expect(there.locator("#usage-balance")).to_contain_text("$0.00 of $5.00")


def test_what_somebody_types_stays_and_saves_only_what_they_touched(tab_of, grace, account_of):
    here, there = tab_of(grace), tab_of(grace)
    budget(there, "Monthly").fill("20")
    save(here, "Daily", "5")
    expect(budget(there, "Daily")).to_have_value("5.00")
    expect(budget(there, "Monthly")).to_have_value("20")
    there.get_by_role("button", name="Save budgets").click()
    expect(budget(here, "Monthly")).to_have_value("20.00")
    assert (account_of(grace).budget_day, account_of(grace).budget_month) == (5 * USD, 20 * USD)


def test_a_refused_amount_is_shown_beside_its_field(tab_of, grace, console):
    console.allow("422")
    page = tab_of(grace)
    save(page, "Daily", "five")
    expect(page.get_by_text("Write an amount in dollars, like 5 or 2.50")).to_be_visible()
    expect(budget(page, "Daily")).to_have_value("five")


def test_every_page_hears_of_a_step_and_the_page_of_usage_keeps_it(tab_of, call, grace, eve):
    budgets.decide(grace.pk, day=USD // 5)
    pages, other = [tab_of(grace, path) for path in ("/", "/settings/", PAGE)], tab_of(eve)
    call()
    for page in pages:
        expect(toasts(page)).to_contain_text("50 % of your budget for today is used: $0.10 of $0.20.")
    call()
    for page in pages:
        expect(toasts(page)).to_contain_text("Your budget for today is used up")
    expect(pages[-1].locator("#usage-balance")).to_contain_text("Calls that cost credits stop until tomorrow.")
    expect(toasts(other)).not_to_contain_text("budget")
    again = tab_of(grace)
    expect(again.locator("#usage-balance")).to_contain_text("Your budget for today is used up")
    expect(toasts(again)).not_to_contain_text("budget")


def test_home_follows(tab_of, call, grace):
    page = tab_of(grace, "/")
    panel = page.get_by_role("region", name="Balance")
    expect(panel).to_contain_text("$10.00")
    call()
    expect(panel).to_contain_text("$9.90")
    expect(panel).to_contain_text("$0.10 spent this month")


def test_the_table_behind_a_chart_stays_open_while_it_changes(tab_of, call, grace):
    call()
    page = tab_of(grace)
    page.get_by_text("Show as table").first.click()
    table = page.get_by_role("table", name="Credits spent a day, by model")
    expect(table.locator("tbody tr").first).to_contain_text("$0.10")
    call()
    expect(table.locator("tbody tr").first).to_contain_text("$0.20")
    expect(table).to_be_visible()


@pytest.mark.once
def test_without_scripts_it_is_a_page_with_forms(page_as, call, grace):
    call()
    page = page_as(grace, path=PAGE, java_script_enabled=False)
    page.get_by_label("Kind").select_option("Images")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text("No calls like that")).to_be_visible()
    save(page, "Daily", "5")
    expect(toasts(page)).to_contain_text("Budgets saved.")
    expect(budget(page, "Daily")).to_have_value("5.00")


@pytest.fixture
def crowded(call, grace):
    """Eight models with long names, failures, alerts, and a balance below zero."""
    for index in range(8):
        ask = ask_of(grace, provider="acme", model=f"{'very-' * index}large-{index}")
        metering.settle(call_of(ask, seconds_ago=index * 86_400, outcome="failed", code="unavailable"))
    call()
    budgets.decide(grace.pk, day=USD // 20, month=USD // 8)
    CreditAccount.objects.filter(user=grace).update(balance=-USD, held=USD // 10)


@pytest.mark.once
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_and_is_open_to_everybody(tab_of, crowded, grace, width, theme):
    page = tab_of(grace, viewport={"width": width, "height": 844}, color_scheme=theme)
    page.get_by_text("Show as table").first.click()
    assert overhang(page) == 0
    assert not findings(page)

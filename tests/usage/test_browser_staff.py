"""Ada reads the staff page while others use models: it follows, and leaves her in peace."""

import re

import pytest
from django.utils.timezone import now
from playwright.sync_api import expect

from tests.look.pages import THEMES, WIDTHS
from tests.look.test_axe import findings
from tests.look.test_widths import overhang
from tests.usage.staff_tab import PAGE, PATIENCE
from usage.models import CreditAccount, CreditPurchase
from usage.money import CENT, USD


def test_page_three_stays_page_three_with_focus_order_and_scroll(open_page, crowd, used):
    tab = open_page("?page=3&size=10")
    page = tab.page
    tab.search.focus()
    page.evaluate("() => { window.scrollTo(0, 80); window.row = document.querySelector('tbody tr:nth-child(2)') }")
    before = [f"p{n:02}" for n in range(10, 0, -1)]
    tab.expect_names(*before)
    used(crowd[-1], 600)  # 60 cents: to the top of the first page
    expect(tab.requests_of("p01")).to_have_text("600", timeout=PATIENCE)
    tab.expect_names(*before)
    expect(tab.search).to_be_focused()
    expect(page).to_have_url(re.compile(r"\?page=3&size=10$"))
    expect(tab.reordered).to_be_visible()
    expect(tab.total("Requests")).to_have_text("600")
    assert page.evaluate("[window.row === document.querySelector('tbody tr:nth-child(2)'), window.scrollY, window.stays]") == [
        True,
        80,
        True,
    ]
    expect(tab.state).to_have_text("")
    seen = tab.seen()
    assert seen["busy"] == 0
    assert [words for words, _ in seen["words"]][:2] == ["Syncing…", ""]


def test_revenue_follows_what_is_paid_given_back_and_deleted(open_page, grace):
    tab = open_page()
    fields = {"provider": "test", "credits": USD, "price_cents": 500, "currency": "usd"}
    bought = CreditPurchase.objects.create(user=grace, state="completed", completed_at=now(), **fields)
    expect(tab.total("Revenue")).to_have_text("$5.00", timeout=PATIENCE)
    bought.refunded_cents = 200
    bought.save()
    expect(tab.total("Revenue")).to_have_text("$3.00", timeout=PATIENCE)
    bought.delete()
    expect(tab.total("Revenue")).to_have_text("$0.00", timeout=PATIENCE)


def test_syncing_shows_long_enough_to_be_read(open_page, crowd, used):
    tab = open_page()
    used(crowd[0], 1)
    expect(tab.requests_of("p30")).to_have_text("1", timeout=PATIENCE)
    expect(tab.state).to_have_text("", timeout=PATIENCE)
    (_, begun), (_, ended) = tab.seen()["words"][:2]
    assert ended - begun >= 300


def test_another_order_comes_when_it_is_asked_for(open_page, crowd, used):
    tab = open_page("?size=10")
    used(crowd[9], 1)
    CreditAccount.objects.filter(user=crowd[9]).update(charged=CENT * 99)
    used(crowd[9], 1)
    expect(tab.reordered).to_be_visible(timeout=PATIENCE)
    tab.expect_names(*(f"p{n}" for n in range(30, 20, -1)))
    tab.reordered.click()
    tab.expect_names("p21", *(f"p{n}" for n in range(30, 21, -1)))
    expect(tab.reordered).to_have_count(0)
    assert tab.seen()["busy"] > 0


def test_filters_show_in_place_and_stand_in_the_address(open_page, crowd, grace):
    tab = open_page()
    tab.choose("User type", "Internal")
    tab.expect_names("Ada Lovelace", "Grace Hopper")
    expect(tab.page).to_have_url(re.compile(r"/usage/logs/\?type=internal$"))
    tab.search.press_sequentially("grace")
    tab.expect_names("Grace Hopper")
    expect(tab.search).to_be_focused()
    expect(tab.page).to_have_url(re.compile(r"q=grace"))
    expect(tab.page.get_by_role("link", name="Export CSV")).to_have_attribute(
        "href", re.compile("q=grace.*type=internal|type=internal.*q=grace")
    )
    tab.page.go_back()
    expect(tab.page).to_have_url(re.compile(r"/usage/logs/$"))
    expect(tab.table.locator("tbody tr")).to_have_count(25)
    expect(tab.search).to_have_value("")
    assert tab.page.evaluate("window.stays")
    assert tab.seen()["busy"] > 0


def test_heads_sort_and_pages_turn_without_a_new_page(open_page, crowd):
    tab = open_page("?size=10")
    tab.table.get_by_role("link", name="Name").click()
    tab.expect_names("Ada Lovelace", *(f"p{n:02}" for n in range(1, 10)))
    expect(tab.table.get_by_role("columnheader", name="Name")).to_have_attribute("aria-sort", "ascending")
    expect(tab.table.get_by_role("link", name="Name")).to_be_focused()
    tab.page.get_by_role("link", name="Next").click()
    tab.expect_names(*(f"p{n}" for n in range(10, 20)))
    tab.refresh.click()
    expect(tab.page).to_have_url(re.compile("sort=name&size=10&page=2$"))
    tab.expect_names(*(f"p{n}" for n in range(10, 20)))
    assert tab.page.evaluate("window.stays")


def test_what_loads_is_covered_and_shown_again(open_page, crowd):
    tab = open_page()
    waiting = []
    tab.page.route("**/usage/logs/rows/**", lambda route: waiting.append(route))
    tab.refresh.click()
    expect(tab.page.get_by_role("status", name="Loading usage…")).to_be_visible()
    expect(tab.page.locator("#usage-people")).to_have_attribute("aria-busy", "true")
    waiting[0].continue_()
    expect(tab.page.get_by_role("status", name="Loading usage…")).to_have_count(0)
    expect(tab.page.locator("#usage-people")).not_to_have_attribute("aria-busy", "true")
    assert len(waiting) == 1


def test_where_it_fails_the_rows_stay_with_their_age(open_page, crowd, used, console):
    console.allow(r"logs/rows")
    tab = open_page("?size=10")
    tab.page.route("**/usage/logs/rows/**", lambda route: route.fulfill(status=500, body="Oops"))
    used(crowd[0], 1)
    expect(tab.state).to_have_text(re.compile(r"Couldn't refresh\. These figures are from .*ago|just now"), timeout=PATIENCE)
    tab.expect_names(*(f"p{n}" for n in range(30, 20, -1)))
    tab.refresh.click()
    expect(tab.page.get_by_role("status", name="Loading usage…")).to_have_count(0)
    expect(tab.state).to_contain_text("Couldn't refresh", timeout=PATIENCE)
    tab.page.unroute("**/usage/logs/rows/**")
    expect(tab.requests_of("p30")).to_have_text("1", timeout=2 * PATIENCE)
    expect(tab.state).to_have_text("", timeout=PATIENCE)


def test_who_loses_the_role_loses_the_figures_and_nothing_else(page_as, wait_live, grace, crowd, console):
    console.allow("403")
    grace.is_staff = True
    grace.save()
    page = page_as(grace, path=PAGE)
    wait_live(page)
    expect(page.get_by_role("table", name="Usage by user")).to_be_visible()
    grace.is_staff = False
    grace.save()
    expect(page.locator("live-region#usage-people")).to_have_text("This is no longer shared with you.", timeout=2 * PATIENCE)
    expect(page.get_by_role("status", name="Connection")).to_contain_text("Live")
    expect(page.locator("[data-state]")).to_have_text("")


def test_at_midnight_todays_figures_are_yesterdays(page_as, wait_live, ada, crowd):
    """Nobody does anything: the page knows itself when its day ends."""
    page = page_as(ada)
    page.clock.install()
    page.goto(f"{PAGE}?period=today")
    wait_live(page)
    with page.expect_response("**/usage/logs/rows/**"), page.expect_response("**/usage/logs/charts/**"):
        page.clock.fast_forward(24 * 3600 * 1000)


def test_offline_the_rows_stay_with_their_age(open_page, crowd, used, console):
    console.allow("ERR_INTERNET_DISCONNECTED|WebSocket")
    tab = open_page("?size=10")
    tab.page.context.set_offline(True)
    expect(tab.state).to_have_text(re.compile(r"Offline\. These figures are from"))
    tab.expect_names(*(f"p{n}" for n in range(30, 20, -1)))
    used(crowd[0], 2)
    tab.page.context.set_offline(False)
    expect(tab.requests_of("p30")).to_have_text("2", timeout=2 * PATIENCE)
    expect(tab.state).to_have_text("", timeout=PATIENCE)


def test_a_persons_calls_come_as_they_are_made_and_older_ones_when_asked_for(open_page, used, grace):
    used(grace, 51)
    tab = open_page(path=f"{PAGE}{grace.pk}/")
    calls = tab.page.get_by_role("table", name="Calls")
    expect(calls.locator("tbody tr")).to_have_count(50)
    used(grace, 1, model="brand new")
    expect(calls.locator("tbody tr").first).to_contain_text("brand new", timeout=PATIENCE)
    expect(tab.total("Requests")).to_have_text("52")
    tab.page.get_by_role("link", name="Older").click()
    expect(calls.locator("tbody tr")).to_have_count(2)
    tab.page.get_by_role("link", name="Newest").click()
    expect(calls.locator("tbody tr")).to_have_count(50)


def test_filters_work_without_a_script(page_as, ada, grace, crowd):
    page = page_as(ada, path=PAGE, java_script_enabled=False)
    page.get_by_role("searchbox", name="Search users").fill("grace")
    page.get_by_label("Period").select_option("30")
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_role("table", name="Usage by user").locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Tokens").click()
    expect(page.get_by_role("searchbox", name="Search users")).to_have_value("grace")
    page.get_by_role("link", name="Grace Hopper").click()
    expect(page.get_by_role("heading", name="Grace Hopper")).to_be_visible()


@pytest.mark.once
@pytest.mark.parametrize("theme", THEMES)
def test_nobody_is_shut_out(open_page, used, crowd, theme):
    used(crowd[0], 3)
    for path in (PAGE, f"{PAGE}?q=nobody", f"{PAGE}{crowd[0].pk}/"):
        assert not findings(open_page(path=path, color_scheme=theme).page)


@pytest.mark.once
@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits(open_page, used, crowd, width):
    used(crowd[0], 3)
    for path in (PAGE, f"{PAGE}{crowd[0].pk}/"):
        assert not overhang(open_page(path=path, viewport={"width": width, "height": 800}).page)

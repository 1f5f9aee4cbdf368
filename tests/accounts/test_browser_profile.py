"""A changed name shows at once in every tab, and takes nobody's typing away."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def tab_of(page_as, wait_live):
    """`tab_of(ada, "/profile/")`: a live tab in a browser of its own."""

    def open_tab(person, path):
        page = page_as(person, path=path)
        wait_live(page)
        return page

    return open_tab


def rename(page, name):
    page.get_by_label("Display name").fill(name)
    page.get_by_role("button", name="Save").click()


def test_a_new_name_shows_in_every_tab(tab_of, ada, grace):
    here, there, list_of_grace = tab_of(ada, "/profile/"), tab_of(ada, "/profile/"), tab_of(grace, "/people/")
    rename(here, "Zelda King")
    for page in (here, there):
        expect(page.locator("#profile-badge")).to_contain_text("Zelda King")
        expect(page.locator("#profile-badge .avatar")).to_have_text("ZK")
        expect(page.get_by_label("Display name")).to_have_value("Zelda King")
    names = list_of_grace.get_by_role("list", name="People").locator(".person-name")
    expect(names).to_have_text(["Grace Hopper", "Zelda King"])


def test_the_saving_tab_says_so(tab_of, ada):
    page = tab_of(ada, "/profile/")
    rename(page, "Ada King")
    expect(page.get_by_role("status", name="Profile")).to_have_text("Saved")
    expect(page.get_by_role("button", name="Save")).to_be_focused()


def test_what_somebody_types_stays_while_the_rest_moves(tab_of, ada):
    here, there = tab_of(ada, "/profile/"), tab_of(ada, "/profile/")
    there.get_by_label("Display name").fill("Half a na")
    here.get_by_label("Username").fill("countess")
    rename(here, "Ada King")
    expect(there.get_by_label("Username")).to_have_value("countess")
    expect(there.get_by_label("Display name")).to_have_value("Half a na")


def test_a_refused_name_is_shown_beside_its_field(tab_of, ada, grace, console):
    console.allow("422")
    page = tab_of(ada, "/profile/")
    page.get_by_label("Username").fill("grace")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This username is taken.")).to_be_visible()
    expect(page.get_by_label("Username")).to_have_value("grace")


def test_what_is_typed_while_the_form_is_on_its_way_stays(tab_of, ada):
    page = tab_of(ada, "/profile/")
    held = []
    page.route("**/profile/", lambda route: held.append(route))
    rename(page, "Ada King")
    page.wait_for_function("() => document.querySelector('.htmx-request')")
    page.get_by_label("Display name").fill("Ada King of Lovelace")
    held[0].continue_()
    expect(page.locator("#profile-badge")).to_contain_text("Ada King")
    expect(page.get_by_label("Display name")).to_have_value("Ada King of Lovelace")
    page.unroute("**/profile/")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#profile-badge")).to_contain_text("Ada King of Lovelace")


def test_a_lost_connection_keeps_the_draft_and_says_so(tab_of, ada, console):
    console.allow("Failed to load resource|WebSocket|ERR_INTERNET|htmx:sendError|htmx:afterRequest")
    page = tab_of(ada, "/profile/")
    page.context.set_offline(True)
    rename(page, "Ada King")
    expect(page.get_by_role("alert").filter(has_text="Couldn't reach the server")).to_be_visible()
    expect(page.get_by_label("Display name")).to_have_value("Ada King")
    page.context.set_offline(False)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#profile-badge")).to_contain_text("Ada King")


def test_an_old_token_is_mended(tab_of, ada):
    page = tab_of(ada, "/profile/")
    page.evaluate("document.querySelector('live-fields [name=csrfmiddlewaretoken]').value = 'x'.repeat(64)")
    rename(page, "Ada King")
    expect(page.locator("#profile-badge")).to_contain_text("Ada King")


def test_the_list_marks_the_viewer(tab_of, ada, grace):
    page = tab_of(grace, "/people/")
    marks = page.locator(".person-name").evaluate_all("all => all.map(one => getComputedStyle(one, '::after').content)")
    assert marks == ["none", '" (you)"']


@pytest.mark.parametrize("path", ["/people/", "/profile/"])
def test_without_scripts_the_pages_are_whole(page_as, ada, path):
    page = page_as(ada, path=path, java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    if path == "/profile/":
        rename(page, "Ada King")
        expect(page.get_by_label("Display name")).to_have_value("Ada King")

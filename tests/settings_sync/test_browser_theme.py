"""The theme is there before the first paint, everywhere, and while it is being chosen."""

from playwright.sync_api import expect

from settings_sync.models import Preference


def test_the_theme_is_set_before_the_first_paint(page_as, ada, console):
    console.allow("Failed to load resource")
    Preference.objects.create(user=ada, key="theme", value="dark")
    page = page_as(ada)
    page.route("**/*.js", lambda route: route.abort())
    page.goto("/profile/")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_theme_is_previewed_at_once_and_followed_on_every_page(settings_page, page_as, wait_live, ada):
    here, elsewhere = settings_page(ada), page_as(ada, path="/profile/")
    wait_live(elsewhere)
    here.page.get_by_text("Dark", exact=True).click()
    assert here.page.locator("html").get_attribute("data-theme") == "dark"
    expect(elsewhere.locator("html")).to_have_attribute("data-theme", "dark")
    assert elsewhere.locator('meta[name="color-scheme"]').get_attribute("content") == "dark"
    here.page.get_by_text("As the system", exact=True).click()
    expect(elsewhere.locator("html")).to_have_attribute("data-theme", "system")

"""A setting changed in one place moves in every other, and nothing that was typed is lost on the way."""

from playwright.sync_api import expect

from settings_sync.models import Preference

# Whether a push has arrived, also where it must not show.
KNOWS = "(value) => document.querySelector('settings-form').store.confirmed.temperature.value === Number(value)"


def test_a_slider_moved_in_one_browser_moves_in_another_and_in_a_second_tab(settings_page, ada):
    here, there = settings_page(ada), settings_page(ada)
    tab = here.new_tab()
    here.temperature.fill("1.3")
    for page in (there, tab):
        expect(page.temperature).to_have_value("1.3")
        expect(page.page.get_by_role("spinbutton", name="Temperature as a number")).to_have_value("1.3")
    for page in (here, there, tab):
        page.expect_synced()


def test_every_kind_of_control_saves_itself_and_follows(settings_page, ada, stored):
    here, there = settings_page(ada), settings_page(ada)
    here.page.get_by_text("Dark", exact=True).click()
    here.page.get_by_role("switch", name="Sound").click()
    here.prompt.fill("Be brief.\nBe kind.")
    here.max_tokens.fill("100")
    expect(there.page.get_by_role("radio", name="Dark")).to_be_checked()
    expect(there.page.get_by_role("switch", name="Sound")).not_to_be_checked()
    expect(there.prompt).to_have_value("Be brief.\nBe kind.")
    expect(there.max_tokens).to_have_value("100")
    here.expect_synced()
    assert (stored(ada, "theme"), stored(ada, "notify_sound"), stored(ada, "max_tokens")) == ("dark", False, 100)


def test_the_words_say_what_is_going_on(settings_page, ada):
    here = settings_page(ada)
    here.prompt.fill("Be kind.")
    here.expect_status("Unsaved changes")
    expect(here.page.locator("[data-field=system_prompt]").get_by_text("Unsaved")).to_be_visible()
    here.save_now()
    here.expect_synced()
    expect(here.page.get_by_text("Last synced just now")).to_be_visible()
    assert here.kept() == []


def test_somebody_who_never_stops_typing_is_saved_all_the_same(settings_page, ada, stored):
    here = settings_page(ada)
    here.prompt.press_sequentially("On and on and on", delay=400)
    assert stored(ada, "system_prompt").startswith("On and on")


def test_a_value_that_the_server_refuses_stays_with_words_and_holds_up_nothing(settings_page, ada, stored):
    here = settings_page(ada)
    here.max_tokens.fill("0")
    here.prompt.fill("Be kind.")
    here.save_now()
    expect(here.page.get_by_text("Enter a number from 1 to 200,000.")).to_be_visible()
    expect(here.max_tokens).to_have_attribute("aria-invalid", "true")
    expect(here.max_tokens).to_have_value("0")
    here.expect_status("Not synced: some values need a correction.")
    assert (stored(ada, "system_prompt"), stored(ada, "max_tokens")) == ("Be kind.", 4096)
    here.max_tokens.fill("50")
    here.save_now()
    here.expect_synced()
    expect(here.max_tokens).not_to_have_attribute("aria-invalid", "true")
    assert stored(ada, "max_tokens") == 50


def test_a_slider_that_is_being_dragged_is_not_moved_by_others(settings_page, ada, grace, stored):
    here, there = settings_page(ada), settings_page(ada)
    mouse, box = here.page.mouse, here.temperature.bounding_box()
    middle = box["y"] + box["height"] / 2
    mouse.move(box["x"] + box["width"] * 0.35, middle)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 0.5, middle)
    dragged = here.temperature.input_value()
    expect(there.temperature).to_have_value(dragged)
    here.expect_synced()
    for value in ("0.1", "1.9"):
        there.temperature.fill(value)
        there.save_now()
        there.expect_synced()
        here.page.wait_for_function(KNOWS, arg=value)
        expect(here.temperature).to_have_value(dragged)
    mouse.move(box["x"] + box["width"] * 0.75, middle)
    mouse.up()
    here.save_now()
    here.keep_mine.click()
    here.expect_synced()
    expect(there.temperature).to_have_value(here.temperature.input_value())
    assert stored(ada, "temperature") == float(here.temperature.input_value())


def test_an_operators_change_is_seen_at_once(settings_page, page_as, ada, grace, console):
    console.allow("favicon")
    row = Preference.objects.create(user=grace, key="temperature", value=0.4)
    hers = settings_page(grace)
    admin = page_as(ada, path=f"/admin/settings_sync/preference/{row.pk}/change/")
    admin.get_by_label("Temperature").fill("1.8")
    admin.get_by_role("button", name="Save", exact=True).click()
    expect(hers.temperature).to_have_value("1.8")


def test_sync_now_fetches_what_no_push_has_told(settings_page, ada):
    here = settings_page(ada)
    Preference.objects.create(user=ada, key="max_tokens", value=77)
    here.sync_now()
    expect(here.max_tokens).to_have_value("77")


def test_without_script_the_page_is_a_form(page_as, ada, stored):
    page = page_as(ada, path="/settings/", java_script_enabled=False)
    page.get_by_role("textbox", name="System prompt").fill("Be kind.")
    page.get_by_role("spinbutton", name="Max tokens").fill("9")
    page.get_by_role("button", name="Save now").click()
    expect(page.get_by_role("status", name="Notifications")).to_contain_text("Saved.")
    assert (stored(ada, "system_prompt"), stored(ada, "max_tokens")) == ("Be kind.", 9)

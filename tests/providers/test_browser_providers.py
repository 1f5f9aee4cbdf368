"""Ada enters her own key, tests the connection against a real server and sees its models, in two tabs."""

from playwright.sync_api import expect

from settings_sync.models import Preference, Provider, ProviderKey
from tests.providers.server import MODELS

KEY = "sk-adas-own-key-0123456789-wxyz"


def stored(user, key):
    return Preference.objects.of(user, [key])[key].value


def test_ada_enters_her_key_tests_the_connection_and_sees_the_models_in_two_tabs(providers_page, lab, provider_server, ada):
    provider_server.key = KEY
    here = providers_page(ada)
    there = here.new_tab()
    expect(here.panel.get_by_text("No key yet")).to_be_visible()
    here.save_key(KEY)
    for tab in (here, there):
        expect(tab.panel.get_by_text("Key ending in …wxyz")).to_be_visible()
        expect(tab.key).to_have_value("")
    here.press("Test connection")
    for tab in (here, there):
        expect(tab.answer).to_contain_text("Connected. It lists 2 models.")
        tab.panel.get_by_text("2 models", exact=True).click()
        expect(tab.models()).to_have_text(MODELS)
    assert provider_server.keys_seen == [KEY]
    there.models().first.click()
    expect(here.model).to_have_value(MODELS[0])
    expect(there.status).to_have_text("Synced")
    assert stored(ada, "provider.lab.model") == MODELS[0]
    there.press("Remove key")
    for tab in (here, there):
        expect(tab.panel.get_by_text("No key yet")).to_be_visible()
        expect(tab.answer).to_be_empty()


def test_what_is_listed_can_be_the_default_model(providers_page, lab, ada):
    here = providers_page(ada)
    here.save_key(KEY)
    here.press("Test connection")
    expect(here.answer).to_contain_text("Connected")
    here.page.goto("/settings/")
    here.page.get_by_label("Default model").select_option(f"lab:{MODELS[1]}")
    expect(here.status).to_have_text("Synced")
    assert stored(ada, "default_model") == f"lab:{MODELS[1]}"
    here = here.opened(here.page)
    here.switch.click()
    expect(here.status).to_have_text("Unsaved changes")
    expect(here.status).to_have_text("Synced")
    here.page.goto("/settings/")
    expect(here.page.get_by_label("Default model").locator("option")).to_have_text(
        ["Lockstep guide (built in)", f"lab:{MODELS[1]} (no longer offered)"]
    )


def test_a_switch_moves_in_the_other_tab_and_on_the_page_of_preferences(providers_page, lab, ada):
    here = providers_page(ada)
    there = here.new_tab()
    preferences = here.page.context.new_page()
    preferences.goto("/settings/")
    here.switch.click()
    expect(there.switch).not_to_be_checked()
    expect(preferences.get_by_role("switch", name="Lab")).not_to_be_checked()
    preferences.get_by_role("switch", name="Lab").click()
    expect(here.switch).to_be_checked()


def test_without_having_confirmed_who_one_is_the_page_asks_first(providers_page, lab, ada, password):
    here = providers_page(ada, confirmed=False)
    expect(here.key).to_have_count(0)
    here.panel.get_by_role("link", name="Confirm it is you").click()
    here.page.get_by_label("Password").fill(password)
    here.page.get_by_role("button", name="Confirm").click()
    here.page.wait_for_url("**/settings/providers/")
    here.save_key(KEY)
    expect(here.panel.get_by_text("Key ending in …wxyz")).to_be_visible()


def test_offline_the_key_stays_in_its_field_and_is_kept_nowhere(providers_page, lab, ada, console):
    console.allow("ERR_INTERNET_DISCONNECTED|WebSocket|htmx:(sendError|afterRequest)")
    here = providers_page(ada)
    here.page.context.set_offline(True)
    here.save_key(KEY)
    expect(here.problem).to_contain_text("Couldn't reach the server.")
    expect(here.key).to_have_value(KEY)
    assert KEY not in here.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    here.page.context.set_offline(False)
    here.press("Save key")
    expect(here.panel.get_by_text("Key ending in …wxyz")).to_be_visible()
    expect(here.problem).to_be_hidden()


def test_a_refused_key_is_said_and_not_given_back(providers_page, lab, ada, provider_server, console):
    console.allow("422")
    here = providers_page(ada)
    here.save_key("sk with spaces")
    expect(here.panel.get_by_text("A key has only letters, digits and signs, and no spaces.")).to_be_visible()
    expect(here.key).to_have_value("")
    expect(here.key).to_have_attribute("aria-invalid", "true")
    provider_server.key = "another"
    here.save_key(KEY)
    here.press("Test connection")
    expect(here.answer).to_contain_text("It refused the key (401).")
    assert KEY not in here.page.content()


def test_typing_a_key_is_not_disturbed_by_what_happens_elsewhere(providers_page, lab, ada):
    here = providers_page(ada)
    there = here.new_tab()
    here.key.press_sequentially("sk-half")
    there.save_key(KEY)
    expect(here.panel.get_by_text("Key ending in …wxyz")).to_be_visible()
    expect(here.key).to_have_value("sk-half")
    expect(here.key).to_be_focused()
    there.model.fill("my-model")
    expect(here.model).to_have_value("my-model")
    expect(here.key).to_have_value("sk-half")


def test_the_operator_moves_the_provider_and_the_page_asks_for_the_key_again(
    providers_page, page_as, lab, ada, grace, provider_server, console
):
    console.allow("favicon")
    hers = providers_page(grace)
    hers.save_key(KEY)
    expect(hers.panel.get_by_text("Key ending in …wxyz")).to_be_visible()
    admin = page_as(ada, path=f"/admin/settings_sync/provider/{lab.pk}/change/")
    admin.get_by_label("Base URL").fill(provider_server.base_url.replace("127.0.0.1", "localhost"))
    admin.get_by_role("button", name="Save", exact=True).click()
    expect(hers.panel.get_by_text("The address of this provider changed. Enter your key again.")).to_be_visible()
    expect(hers.panel.get_by_role("button", name="Test connection")).to_have_count(0)
    assert provider_server.requests == []


def test_without_script_everything_works_by_forms(page_as, lab, ada, provider_server, password):
    page = page_as(ada, path="/settings/providers/", java_script_enabled=False)
    panel = page.get_by_role("region", name="Lab", exact=True)
    panel.get_by_role("link", name="Confirm it is you").click()
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Confirm").click()
    panel.get_by_label("Your key").fill(KEY)
    panel.get_by_role("button", name="Save key").click()
    expect(panel.get_by_text("Key ending in …wxyz")).to_be_visible()
    panel.get_by_role("button", name="Test connection").click()
    expect(panel.get_by_text("Connected. It lists 2 models.")).to_be_visible()
    panel.get_by_label("Model", exact=True).fill(MODELS[1])
    page.get_by_role("button", name="Save now").click()
    expect(page.get_by_role("status", name="Notifications")).to_contain_text("Saved.")
    panel.get_by_role("button", name="Remove key").click()
    expect(panel.get_by_text("No key yet")).to_be_visible()
    assert stored(ada, "provider.lab.model") == MODELS[1]
    assert not ProviderKey.objects.exists()


def test_an_operator_sees_what_to_do_where_there_is_nothing_yet(page_as, ada, eve, console):
    console.allow("favicon")
    assert not Provider.objects.exists()
    page = page_as(ada, path="/settings/providers/")
    page.get_by_role("link", name="Add a provider").click()
    expect(page.get_by_label("Base URL")).to_be_visible()
    expect(page_as(eve, path="/settings/providers/").get_by_text("Whoever runs this site can add them")).to_be_visible()

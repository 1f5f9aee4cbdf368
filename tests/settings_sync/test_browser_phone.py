"""Everything that settings promise, on a phone and a desk beside each other, in both themes, with the network coming and going."""

import re

import pytest
from playwright.sync_api import Error, expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LONG = "You are a patient colleague. " * 6


@pytest.fixture(autouse=True)
def _faults_are_heard(console):
    console.allow(r"Failed to load resource|WebSocket connection|ERR_INTERNET_DISCONNECTED")


@pytest.fixture(params=["light", "dark"])
def phone(settings_page, ada, request):
    return settings_page(ada, color_scheme=request.param, **PHONE)


@pytest.fixture
def desk(settings_page, ada):
    return settings_page(ada)


def fits(here):
    return here.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_change_on_the_phone_moves_on_the_desk_and_back(phone, desk):
    phone.page.get_by_role("switch", name="Sound").tap()
    expect(desk.page.get_by_role("switch", name="Sound")).not_to_be_checked()
    desk.temperature.fill("1.6")
    expect(phone.temperature).to_have_value("1.6")
    phone.expect_synced()
    assert fits(phone)


def test_a_theme_chosen_on_the_desk_is_the_phones_too(phone, desk):
    for name, theme in (("Dark", "dark"), ("Light", "light")):
        desk.page.get_by_text(name, exact=True).click()
        expect(phone.page.locator("html")).to_have_attribute("data-theme", theme)
        expect(phone.page.get_by_role("radio", name=name)).to_be_checked()


def test_an_edit_in_a_tunnel_is_kept_and_arrives(phone, desk, ada, stored):
    phone.page.context.set_offline(True)
    phone.prompt.fill("Written in a tunnel.")
    phone.expect_status(re.compile("1 change kept on this device"))
    assert fits(phone)
    phone.page.context.set_offline(False)
    phone.expect_synced()
    expect(desk.prompt).to_have_value("Written in a tunnel.")
    assert stored(ada, "system_prompt") == "Written in a tunnel."


def test_a_reload_without_a_network_in_the_middle_of_an_edit_loses_nothing(phone, desk, ada, stored):
    phone.page.context.set_offline(True)
    phone.prompt.fill("Half a thou")
    phone.max_tokens.fill("333")
    phone.expect_status(re.compile("2 changes kept on this device"))
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        phone.page.reload()
    phone.page.context.set_offline(False)
    phone.page.goto("/settings/")
    phone.expect_synced()
    expect(phone.prompt).to_have_value("Half a thou")
    expect(desk.max_tokens).to_have_value("333")
    assert (stored(ada, "system_prompt"), stored(ada, "max_tokens")) == ("Half a thou", 333)
    assert not [text for text in phone.kept() if "Half a thou" in text]


def quarrel(phone, desk, mine, theirs):
    """Both have changed the prompt, and the desk was first; the phone was in a tunnel meanwhile."""
    phone.page.context.set_offline(True)
    phone.prompt.fill(mine)
    phone.expect_status(re.compile("1 change kept"))
    desk.prompt.fill(theirs)
    desk.save_now()
    desk.expect_synced()
    phone.page.context.set_offline(False)
    expect(phone.page.get_by_role("group", name="Conflict")).to_be_visible(timeout=20_000)
    assert fits(phone)


@pytest.mark.parametrize(("answer", "winner"), [("keep_mine", "mine"), ("use_theirs", "theirs")])
def test_a_conflict_after_a_tunnel_is_the_persons_choice(phone, desk, ada, stored, answer, winner):
    quarrel(phone, desk, "mine", "theirs")
    expect(phone.prompt).to_have_value("mine")
    getattr(phone, answer).tap()
    phone.expect_synced()
    expect(desk.prompt).to_have_value(winner)
    assert stored(ada, "system_prompt") == winner


def test_a_conflict_of_long_texts_shows_what_differs_and_can_be_merged_in_the_field(phone, desk, ada, stored):
    quarrel(phone, desk, LONG + "Answer in verse.", LONG + "Answer briefly.")
    conflict = phone.page.get_by_role("group", name="Conflict")
    expect(conflict.locator("del")).to_have_text("in verse.")
    expect(conflict.locator("ins")).to_have_text("briefly.")
    expect(conflict.locator(".difference-cut")).to_be_visible()
    phone.prompt.fill(LONG + "Answer briefly, in verse.")
    expect(conflict.locator("del")).to_have_text("briefly, in verse.")
    phone.keep_mine.tap()
    phone.expect_synced()
    expect(desk.prompt).to_have_value(LONG + "Answer briefly, in verse.")
    assert stored(ada, "system_prompt").endswith("Answer briefly, in verse.")

"""The settings in the states that need somebody: a conflict, a refused value, a search in vain, a question, a preview."""

import pytest
from playwright.sync_api import expect

from settings_sync.models import Preference, PreferenceChange
from tests.look.pages import THEMES
from tests.look.test_axe import findings
from tests.look.test_widths import overhang
from tests.settings_sync.conftest import SettingsPage

pytestmark = pytest.mark.once
LONG = "You are a patient colleague. " * 9
FILE = '{"format": "lockstep.preferences", "version": 1, "preferences": {"system_prompt": "%s", "temperature": 9, "colour": 1}}'
SIZES = [{"width": 390, "height": 844}, {"width": 1440, "height": 900}]


@pytest.fixture(params=[*zip(THEMES, SIZES, strict=True)], ids=["light-phone", "dark-desk"])
def page(page_as, ada, console, request):
    console.allow("409")
    theme, viewport = request.param
    Preference.objects.create(user=ada, key="system_prompt", value=LONG)
    return page_as(ada, path="/settings/", color_scheme=theme, viewport=viewport)


def is_well(page):
    assert not findings(page)
    assert overhang(page) == 0


def test_a_conflict_and_a_refused_value(page):
    here = SettingsPage(page).expect_synced()
    here.prompt.press_sequentially("m")
    row = Preference.objects.get(key="system_prompt")
    row.value = LONG + "theirs"
    row.save()
    here.max_tokens.fill("0")
    here.save_now()
    expect(here.keep_mine).to_be_visible()
    expect(page.get_by_text("Enter a number from 1 to 200,000.")).to_be_visible()
    is_well(page)


def test_a_search_in_vain(page):
    SettingsPage(page).expect_synced()
    page.get_by_role("searchbox", name="Search settings").fill("quux")
    expect(page.get_by_role("button", name="Show all")).to_be_visible()
    is_well(page)


def test_a_question_and_a_history_of_long_texts(page, ada):
    for version, text in enumerate(["one\ntwo", LONG, LONG + "more"]):
        PreferenceChange.objects.create(
            user=ada, key="system_prompt", before=LONG * 3, value=text, version=version, outcome="applied", device="W" * 80
        )
    page.goto("/settings/history/")
    page.get_by_text("What changed", exact=True).first.click()
    is_well(page)
    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_role("button", name="Set it back")).to_be_visible()
    is_well(page)


def test_a_preview(page):
    page.goto("/settings/import/")
    content = (FILE % ("Short. " * 30)).encode()
    page.get_by_label("File").set_input_files({"name": "p.json", "mimeType": "application/json", "buffer": content})
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_role("button", name="Import")).to_be_visible()
    is_well(page)

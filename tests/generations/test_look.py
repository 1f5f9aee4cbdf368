"""The gallery and the page of an image in every state an image has: open to everybody, and nothing sticks out."""

import pytest
from playwright.sync_api import expect

from generations.models import Generation
from generations.models.gallery import Reach
from tests.look.pages import THEMES, WIDTHS
from tests.look.test_axe import findings
from tests.look.test_widths import overhang

pytestmark = pytest.mark.once
LONG = "a house by the sea with many windows " * 30
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
RIGHT_TO_LEFT = "بحر هادئ عند الفجر بألوان الكهرمان والفيروز"
FAILED = {
    "state": "failed",
    "reach": Reach.OWNER,
    "error": "The provider does not draw this. Say it in other words.",
    "code": "unsafe",
}


@pytest.fixture
def images(ada, grace, many):
    """One image in each state. Returns {what: pk}."""
    kinds = {
        "done": {"owner": grace, "prompt": "emerald nebula", "likes_count": 1234},
        "long": {"owner": ada, "prompt": LONG, "negative_prompt": LONG},
        "one word": {"owner": ada, "prompt": WORD},
        "right to left": {"owner": grace, "prompt": RIGHT_TO_LEFT},
        "private": {"owner": ada, "prompt": "a secret", "visibility": "private"},
        "waiting": {"owner": ada, "prompt": "slow", "state": "queued"},
        "running": {"owner": ada, "prompt": LONG, "state": "running", "progress": 40},
        "failed": {"owner": ada, "prompt": "refused", **FAILED},
    }
    return {what: many(fields.pop("owner"), 1, **fields)[0].pk for what, fields in kinds.items()}


@pytest.fixture
def open_page(page_as, wait_live, ada):
    def open_page(path, width=1440, theme="light", **options):
        page = page_as(ada, path=path, color_scheme=theme, viewport={"width": width, "height": 844}, **options)
        wait_live(page)
        return page

    return open_page


@pytest.mark.parametrize("theme", THEMES)
def test_the_gallery_is_open_to_everybody(open_page, images, theme):
    page = open_page("/generations/", 390, theme)
    page.get_by_text("More", exact=True).click()
    page.get_by_role("button", name="Image menu").first.click()
    expect(page.get_by_role("menu", name="Image menu")).to_be_visible()
    assert not findings(page)


@pytest.mark.parametrize("theme", THEMES)
def test_finished_pictures_are_open_to_everybody(open_page, ada, grace, make, console, theme):
    console.allow("404 .*/files/")  # the files are in the folder of the test, not in that of the site
    rows = [make(ada, prompt="emerald nebula"), make(grace, prompt="a quiet sea at dawn")]
    page = open_page("/generations/", 390, theme)
    expect(page.locator("img.image-picture")).to_have_count(2)
    assert not findings(page)
    page.goto(rows[0].get_absolute_url())
    expect(page.locator("img.image-picture")).to_have_attribute("alt", "emerald nebula")
    assert not findings(page)


@pytest.mark.parametrize("theme", THEMES)
def test_the_page_of_an_image_is_open_to_everybody(open_page, images, theme):
    page = open_page("/generations/", theme=theme)
    for pk in images.values():
        page.goto(f"/generations/{pk}/")
        assert not findings(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out(open_page, images, width):
    page = open_page("/generations/", width)
    assert overhang(page) == 0
    for card in page.locator(".image-card").all():
        assert card.evaluate("card => card.scrollWidth - card.clientWidth") <= 0, card.inner_text()
    for pk in images.values():
        page.goto(f"/generations/{pk}/")
        assert overhang(page) == 0


def test_every_button_of_a_card_is_within_reach_on_a_phone(open_page, images):
    page = open_page("/generations/", 390, has_touch=True)
    for card in page.locator(".image-card").all():
        right = card.bounding_box()["x"] + card.bounding_box()["width"]
        for button in card.get_by_role("button").all():
            box = button.bounding_box()
            assert box["x"] + box["width"] <= right + 0.5
            assert min(box["width"], box["height"]) >= 24


def test_cards_are_gone_through_by_keys(open_page, images):
    page = open_page("/generations/")
    order = [card.get_attribute("data-pk") for card in page.locator(".image-card").all()]
    page.locator("[data-open]").first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/generations/{order[1]}/")
    page.wait_for_selector("image-page:defined")
    page.keyboard.press("Escape")
    page.wait_for_url("**/generations/")


def test_nothing_moves_for_whoever_wants_no_motion(open_page, images):
    page = open_page("/generations/", reduced_motion="reduce")
    moving = "document.getAnimations().filter(each => each.effect.getComputedTiming().duration > 1).length"
    assert Generation.objects.filter(state="running").exists()
    assert page.evaluate(moving) == 0

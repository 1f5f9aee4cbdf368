"""A picture is chosen, cropped and saved in one browser, and shows wherever its person is shown, to everybody."""

import pytest
from django.core.files.storage import default_storage
from PIL import Image
from playwright.sync_api import expect

from accounts.models import User
from tests.accounts import images
from tests.look.pages import THEMES
from tests.look.test_axe import findings


def file(content=None, name="me.png"):
    return {"name": name, "mimeType": "image/png", "buffer": content or images.saved(images.halves(size=(600, 400)))}


@pytest.fixture
def tab_of(page_as, wait_live):
    """`tab_of(ada, "/profile/")`: a live tab in a browser of its own."""

    def open_tab(person, path="/profile/", site=None, **options):
        page = page_as(person, site, path, **options)
        wait_live(page)
        return page

    return open_tab


def choose(page, *files):
    page.get_by_label("Avatar").set_input_files(list(files or [file()]))
    return page.get_by_role("dialog", name="Choose the part to show")


def use(page):
    page.get_by_role("button", name="Use picture").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def shows_picture(place):
    """Until the picture has come and is drawn; gives its address."""
    picture = place.locator(".avatar img").first
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 256)
    assert picture.bounding_box() == picture.locator("..").bounding_box()
    return picture.get_attribute("src")


def stored(person):
    with default_storage.open(User.objects.get(pk=person.pk).avatar.name) as kept:
        return Image.open(kept).convert("RGB")


@pytest.fixture
def places(tab_of, live_sites):
    """Where Ada is shown to Grace and to Eve, each in a browser of their own, on other server processes where there are several."""

    def open_all(grace, eve, sites):
        return [
            tab_of(grace, "/people/", sites[-1]).get_by_role("listitem").filter(has_text="Ada"),
            tab_of(grace, "/", sites[-1]).get_by_role("group", name="People here"),
            tab_of(eve, "/", sites[0]).get_by_role("group", name="People here"),
        ]

    return open_all


@pytest.mark.redis
def test_a_new_picture_and_name_show_at_once_to_everybody_on_other_servers(tab_of, places, live_sites, ada, grace, eve):
    sites = live_sites(processes=2).urls
    page = tab_of(ada, site=sites[0])
    follow_a_picture_and_a_name(page, tab_of(ada, "/settings/", sites[1]), places(grace, eve, sites))


@pytest.mark.once
def test_a_new_picture_and_name_show_at_once_to_everybody(tab_of, places, live_site, ada, grace, eve):
    page = tab_of(ada)
    follow_a_picture_and_a_name(page, tab_of(ada, "/settings/"), places(grace, eve, [live_site]))


def follow_a_picture_and_a_name(page, other_tab, places):
    for place in places:
        expect(place.locator(".avatar").filter(has_text="AL")).to_be_visible()
        place.page.evaluate("window.stays = true")
    choose(page)
    use(page)
    shown = {shows_picture(place) for place in [*places, page.locator("#profile-badge"), page.locator("#profile-picture")]}
    shown.add(shows_picture(other_tab.locator("#profile-badge")))
    assert len(shown) == 1
    page.get_by_label("Display name").fill("Countess Ada")
    page.get_by_label("Status").fill("Counting")
    page.get_by_role("button", name="Save", exact=True).click()
    people, here, to_eve = places
    expect(people).to_contain_text("Countess Ada")
    expect(people).to_contain_text("Counting")
    for group in (here, to_eve):
        expect(group.get_by_title("Countess Ada · Counting")).to_be_visible()
    expect(other_tab.locator("#profile-badge")).to_contain_text("Countess Ada")
    page.get_by_role("button", name="Remove picture").click()
    for place in places:
        expect(place.locator(".avatar img")).to_have_count(0)
        expect(place.locator(".avatar").filter(has_text="CA")).to_be_visible()
        assert place.page.evaluate("window.stays"), "No page was loaded again"


def test_somebody_among_many_changes_in_an_open_list_of_who_is_here(tab_of, ada, grace, eve):
    others = [User.objects.create(username=f"o{n}", email=f"o{n}@example.com", kind="internal") for n in range(2)]
    pages = [tab_of(person, "/") for person in (grace, eve, *others)]
    page = tab_of(others[-1])
    here = pages[0].get_by_role("group", name="People here")
    here.get_by_role("button").click()
    expect(here.get_by_role("listitem")).to_have_count(4)
    page.get_by_label("Status").fill("Last in the row")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(here.get_by_role("listitem").filter(has_text="Last in the row")).to_be_visible()


def test_the_square_that_is_chosen_is_what_is_saved(tab_of, ada):
    page = tab_of(ada)
    dialog = choose(page)
    crop = dialog.get_by_role("application")
    expect(crop).to_be_focused()
    for _ in range(10):
        page.keyboard.press("+")
    for _ in range(30):
        page.keyboard.press("Shift+ArrowDown")
    expect(dialog.get_by_role("slider", name="Zoom")).to_have_value("4.05")
    use(page)
    shows_picture(page.locator("#profile-badge"))
    assert stored(ada).getpixel((128, 8))[2] > 150, "It is blue up to its upper edge"


def test_it_is_dragged_with_a_finger_and_zoomed_with_the_slider(tab_of, ada):
    page = tab_of(ada, viewport={"width": 390, "height": 844}, has_touch=True)
    dialog = choose(page, file(images.saved(images.halves(size=(400, 800)))))
    box = dialog.get_by_role("application").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.mouse.move(box["x"] + 100, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + 100, box["y"] + box["height"] + 200, steps=5)
    page.mouse.up()
    dialog.get_by_role("slider", name="Zoom").fill("2")
    use(page)
    shows_picture(page.locator("#profile-badge"))
    assert stored(ada).getpixel((128, 250))[0] > 150, "It is red down to its lower edge"


@pytest.mark.once
@pytest.mark.parametrize("theme", THEMES)
def test_the_dialog_is_open_to_everybody_and_fits_a_phone(tab_of, ada, theme):
    page = tab_of(ada, color_scheme=theme, viewport={"width": 390, "height": 700})
    dialog = choose(page)
    expect(dialog).to_have_css("opacity", "1")
    assert not findings(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(dialog.get_by_role("button", name="Use picture")).to_be_in_viewport()


def test_a_file_is_dropped(tab_of, ada):
    page = tab_of(ada)
    data = page.evaluate_handle(
        """async (bytes) => {
            const data = new DataTransfer()
            data.items.add(new File([new Uint8Array(bytes)], "me.png", { type: "image/png" }))
            return data
        }""",
        list(images.plain()),
    )
    page.dispatch_event(".picture", "dragover", {"dataTransfer": data})
    expect(page.locator(".picture")).to_have_class("picture is-over")
    page.dispatch_event(".picture", "drop", {"dataTransfer": data})
    use(page)
    shows_picture(page.locator("#profile-badge"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Choose a JPEG, PNG, WebP or GIF"),
        (images.plain("TIFF"), "Choose a JPEG, PNG, WebP or GIF"),
        (bytes(11 * 1024 * 1024), "larger than 10 MB"),
    ],
    ids=["svg", "tiff", "large"],
)
def test_what_cannot_be_a_picture_is_said_beside_the_field(tab_of, ada, console, content, words):
    console.allow("422")
    page, sent = tab_of(ada), []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    choose(page, file(content))
    expect(page.get_by_role("alert").filter(has_text=words)).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#profile-badge .avatar")).to_have_text("AL")
    assert len(sent) == ("10 MB" not in words), "What is too large is not even sent"


def test_a_lost_connection_keeps_the_choice(tab_of, ada, console):
    console.allow("Failed to load resource|WebSocket|ERR_INTERNET")
    page = tab_of(ada)
    dialog = choose(page)
    page.context.set_offline(True)
    page.get_by_role("button", name="Use picture").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Couldn't reach the server")
    page.context.set_offline(False)
    use(page)
    shows_picture(page.locator("#profile-badge"))


def test_cancelling_changes_nothing_and_gives_the_focus_back(tab_of, ada):
    page = tab_of(ada)
    expect(choose(page)).to_be_visible()  # before it opens Escape would close nothing
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_label("Avatar")).to_be_focused()
    expect(choose(page), "The same file can be chosen again").to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    assert not User.objects.get(pk=ada.pk).avatar


def test_without_scripts_the_middle_is_taken(page_as, ada):
    page = page_as(ada, path="/profile/", java_script_enabled=False)
    page.get_by_label("Avatar").set_input_files([file()])
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("Picture saved.")).to_be_visible()
    assert shows_picture(page.locator("#profile-picture"))
    page.get_by_role("button", name="Remove picture").click()
    expect(page.locator("#profile-picture .avatar img")).to_have_count(0)


def test_initials_show_where_a_picture_does_not_come(tab_of, ada, console):
    console.allow("404")
    User.objects.filter(pk=ada.pk).update(avatar="avatars/none.webp")
    face = tab_of(ada).locator("#profile-badge .avatar")
    expect(face).to_have_text("AL")
    size = face.bounding_box()
    assert size["width"] == size["height"] == 28


def test_longer_fields_say_how_much_is_used(tab_of, ada):
    page, other = tab_of(ada), tab_of(ada)
    page.get_by_label("Bio").fill("Some\nlines")
    expect(page.get_by_text("10 / 500")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(other.get_by_label("Bio")).to_have_value("Some\nlines")
    expect(other.get_by_text("10 / 500")).to_be_visible()

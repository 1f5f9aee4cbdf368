"""The page of providers when it is full: open to everybody, and nothing sticks out."""

import pytest

from settings_sync.models import Provider, ProviderAnswer, ProviderKey
from tests.look.pages import THEMES, WIDTHS
from tests.look.test_axe import findings
from tests.look.test_widths import overhang
from tests.providers.conftest import ProvidersPage

pytestmark = pytest.mark.once
LONG = "Maximiliane-Josephine-von-Habsburg-Lothringen-Este-Österreich"[:60]
MODELS = [[f"{LONG}/{number}", f"{LONG}/{number}"] for number in range(500)]


@pytest.fixture
def full(ada, lab):
    """One of each state: own key and a good answer, moved, shared, none, not needed, failed."""
    names = [("moved", LONG), ("shared", "نور الهدى"), ("none", "🦊 Fox"), ("failed", "Failed")]
    rows = {slug: Provider.objects.create(slug=slug, name=name, kind="openai", base_url=lab.base_url) for slug, name in names}
    Provider.objects.create(slug="free", name="Free", kind="ollama", base_url=f"http://{'long-host-name.' * 6}example:11434")
    for row in (lab, rows["moved"], rows["failed"]):
        ProviderKey.objects.keep(row, ada, "sk-adas-own-key-0123456789-wxyz")
    ProviderKey.objects.keep(rows["shared"], None, "sk-shared-key-000000")
    Provider.objects.filter(slug="moved").update(base_url="http://127.0.0.1:1/v1")
    said = f"It refused the key (401). It says: “{'x' * 150} …”"
    for row, good, words in ((lab, True, "Connected. It lists 500 models."), (rows["failed"], False, said)):
        listed = MODELS if good else []
        ProviderAnswer.objects.create(user=ada, provider=row, origin=row.origin, good=good, words=words, listed=listed)


def opened(providers_page, ada, **options):
    page = providers_page(ada, **options)
    page.panel.get_by_text("500 models", exact=True).click()
    return page


@pytest.mark.parametrize("theme", THEMES)
def test_a_full_page_is_open_to_everybody(providers_page, wait_live, ada, full, theme):
    page = opened(providers_page, ada, color_scheme=theme)
    wait_live(page.page)
    assert not findings(page.page)


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_of_a_full_page(providers_page, ada, full, width):
    page = opened(providers_page, ada, viewport={"width": width, "height": 844}).page
    page.screenshot(path=f"test-artifacts/providers-{width}.png", full_page=True)
    assert overhang(page) == 0


def test_it_can_be_used_from_the_keyboard(providers_page, ada, lab):
    """From the switch on, every control comes in the order in which it is read."""
    here = providers_page(ada)
    assert isinstance(here, ProvidersPage)
    here.switch.focus()
    seen = []
    for _ in range(3):
        here.page.keyboard.press("Tab")
        seen.append(
            here.page.evaluate(
                "document.activeElement.labels?.[0]?.textContent.trim() || document.activeElement.textContent.trim()"
            )
        )
    assert seen == ["Model", "Your key", "Save key"]

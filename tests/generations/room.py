"""A person's tab in the gallery room."""

from playwright.sync_api import expect


class Room:
    """`Room(page)`: the gallery as its reader and their keyboard find it."""

    def __init__(self, page):
        self.page = page
        self.prompt = page.get_by_role("textbox", name="Prompt", exact=True)
        self.gallery = page.get_by_role("list", name="Gallery", exact=True)
        self.cards = self.gallery.locator(".image-card")
        self.toasts = page.get_by_role("status", name="Notifications")
        self.count = page.locator("[data-count]")
        self.pill = page.locator("[data-pill]")

    def generate(self, prompt, **options):
        """Ask for images: `count="2"`, `visibility="private"`."""
        self.prompt.fill(prompt)
        for name, value in options.items():
            self.page.select_option(f"#prompt-bar [name={name}]", value)
        self.page.get_by_role("button", name="Generate", exact=True).click()

    def card(self, prompt):
        return self.gallery.get_by_role("article", name=prompt, exact=True)

    def press(self, name, prompt):
        self.card(prompt).get_by_role("button", name=name, exact=True).click()

    def expect_state(self, prompt, state):
        expect(self.gallery.locator(f".image-card:has([aria-label='{prompt}'])").first).to_have_attribute(
            "data-state", state, timeout=30_000
        )

    def expect_toast(self, words):
        expect(self.toasts.get_by_text(words)).to_be_visible()

    def expect_count(self, count):
        expect(self.count).to_have_text(str(count))

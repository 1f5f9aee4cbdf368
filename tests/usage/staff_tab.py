"""The staff page in a browser, and what it does while it is read."""

from playwright.sync_api import expect

PAGE = "/usage/logs/"
PATIENCE = 15_000  # ms: what another process wrote comes by a hint, or by the sweep
WATCH = """() => {
    const region = document.querySelector("usage-logs live-region"), line = document.querySelector("[data-state]")
    window.seen = { busy: 0, words: [] }
    new MutationObserver(() => (window.seen.busy += region.getAttribute("aria-busy") === "true")).observe(region, { attributes: true })
    new MutationObserver(() => window.seen.words.push([line.textContent, performance.now()])).observe(line, { childList: true })
    window.stays = true
}"""


class Staff:
    """A tab, as somebody of the staff sees it."""

    def __init__(self, page):
        self.page = page
        self.table = page.get_by_role("table", name="Usage by user")
        self.search = page.get_by_role("searchbox", name="Search users")
        self.refresh = page.get_by_role("button", name="Refresh")
        self.reordered = page.get_by_role("link", name="Order changed, refresh")
        self.state = page.locator("[data-state]")
        page.evaluate(WATCH)

    def choose(self, label, value):
        self.page.get_by_label(label, exact=True).select_option(label=value)

    def requests_of(self, name):
        return self.table.get_by_role("row").filter(has_text=name).locator("td").nth(1)

    def total(self, name):
        return self.page.locator(".logs-total").filter(has_text=name).locator("strong")

    def expect_names(self, *names):
        expect(self.table.locator("tbody th a > :nth-child(2)")).to_have_text(list(names), timeout=PATIENCE)

    def seen(self):
        return self.page.evaluate("window.seen")

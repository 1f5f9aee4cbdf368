"""A person's tab, as somebody sees its list of conversations."""

from playwright.sync_api import expect


class Aside:
    def __init__(self, page):
        self.page = page
        self.list = page.get_by_role("list", name="Conversations", exact=True)
        self.rows = self.list.get_by_role("listitem")
        self.names = self.list.locator("[data-name]")
        self.box = page.get_by_role("textbox", name="Message", exact=True)

    def row(self, name):
        return self.rows.filter(has_text=name)

    def menu(self, name, item):
        row = self.row(name)
        row.hover()
        row.get_by_role("button", name="Conversation menu").click()
        self.page.get_by_role("menuitem", name=item, exact=True).click()

    def expect_names(self, *names):
        expect(self.names).to_have_text(list(names))

"""A person's tab with one conversation open."""

import re

from playwright.sync_api import expect

OF_A_FRESH_PAGE = """
async () => {
  const region = document.querySelector("#thread")
  const bare = (root) => {
    const copy = root.querySelector("#messages").cloneNode(true)
    for (const added of copy.querySelectorAll("[data-added]")) added.remove()
    for (const time of copy.querySelectorAll("time")) time.replaceWith("…")
    for (const each of copy.children) each.classList.remove("is-arriving")
    return [...copy.children].map((each) => each.outerHTML)
  }
  const answer = await fetch(region.dataset.src)
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html")
  return [bare(document), bare(fresh)]
}
"""


class Tab:
    def __init__(self, page):
        self.page = page
        self.box = page.get_by_role("textbox", name="Message", exact=True)
        self.log = page.get_by_role("log", name="Messages")
        self.said = self.log.locator(".message-user")
        self.replies = self.log.locator(".message-assistant")
        self.waiting = page.locator("[data-pending] .message")

    def say(self, text):
        self.box.fill(text)
        self.box.press("Enter")

    def press(self, name, within=None):
        (within or self.page).get_by_role("button", name=name, exact=True).click()

    def act(self, name, message):
        """Press a button that shows when the pointer is at its message."""
        message.hover()
        self.press(name, message)

    def expect_said(self, *texts):
        expect(self.said.locator(".message-text")).to_have_text(list(texts))

    def expect_state(self, state):
        expect(self.replies.last).to_have_attribute("data-state", state, timeout=20_000)

    def expect_being_written(self):
        expect(self.replies.last).to_have_attribute("data-checkpoint", re.compile("."))

    def expect_as_fresh(self):
        """It shows what a page shows that is loaded now."""
        shown, fresh = self.page.evaluate(OF_A_FRESH_PAGE)
        assert shown == fresh

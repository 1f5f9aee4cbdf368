"""What a page shows, as a test asks for it."""

import json

from playwright.sync_api import expect


def shows(page, *names):
    """The list shows these names, in this order; waits for it."""
    expect(page.locator("#people-list .name")).to_have_text(list(names))


def version(page):
    return json.loads(page.locator("#people").get_attribute("data-topics"))["people"]


def shows_version(page, number):
    expect(page.locator("#people")).to_have_attribute("data-topics", json.dumps({"people": number}, separators=(",", ":")))


def in_page(page, script, argument=None):
    """Run an async function in the page; `load("sequence")` in it gives a module of the live client."""
    load = "const load = (name) => import(`/static/js/live/${name}.js`);"
    return page.evaluate(f"async (argument) => {{ {load} return await ({script})(argument) }}", argument)


def let_pass(page):
    """What the page has to do at once, it has done."""
    page.evaluate("new Promise((done) => setTimeout(() => setTimeout(() => setTimeout(done))))")


def record(page):
    """From now on remember every version and every first name that the list ever shows."""
    page.evaluate("""() => {
        const people = document.querySelector("#people")
        window.shown = []
        const note = () => window.shown.push([JSON.parse(people.dataset.topics).people, people.querySelector(".name")?.textContent])
        new MutationObserver(note).observe(people, { attributes: true, childList: true, subtree: true, characterData: true })
        note()
    }""")


def recorded(page):
    """(versions, first names) in the order in which they were shown, each once in a row."""
    versions, names = zip(*page.evaluate("window.shown"), strict=True)
    return _changes(versions), _changes(names)


def _changes(values):
    return [value for before, value in zip([object(), *values], values, strict=False) if value != before]

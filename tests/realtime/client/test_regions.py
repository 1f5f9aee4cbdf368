"""What survives when a region changes under the reader: focus, selection, what is open, scroll, order."""

import random

import pytest
from playwright.sync_api import expect

from tests.realtime.client.looks import in_page, shows, shows_version


def refetched(stage, people, pk, name):
    return people.silently(pk, name)


def patched(stage, people, pk, name):
    return people.rename(pk, name)


HOW = pytest.mark.parametrize("change", [refetched, patched])


def be_busy(page):
    """Open Grace's details, write in her note, select a part of it, scroll; and mark the nodes to know them again."""
    page.evaluate("""() => {
        document.querySelector("#more-2").open = true
        const note = document.querySelector("#note-2")
        note.value = "call her back"
        note.focus()
        note.setSelectionRange(5, 8)
        const list = document.querySelector("#people-list")
        Object.assign(list.style, { height: "60px", overflow: "auto" })
        list.scrollTop = 25
        window.row = document.querySelector("#user-2")
    }""")


def is_still_busy(page):
    now = page.evaluate("""() => {
        const note = document.querySelector("#note-2")
        return {
            same: document.querySelector("#user-2") === window.row,
            focused: document.activeElement === note,
            selection: [note.selectionStart, note.selectionEnd],
            text: note.value,
            open: document.querySelector("#more-2").open,
        }
    }""")
    assert now == {"same": True, "focused": True, "selection": [5, 8], "text": "call her back", "open": True}


@HOW
def test_a_change_elsewhere_leaves_the_reader_alone(stage, people, open_page, change):
    page = open_page()
    be_busy(page)
    stage.say(change(stage, people, 3, "Barbara"))
    shows(page, "Ada", "Barbara", "Grace")
    is_still_busy(page)


@HOW
def test_a_change_of_the_very_row_keeps_focus_selection_and_details(stage, people, open_page, change):
    page = open_page()
    be_busy(page)
    stage.say(change(stage, people, 2, "Gladys"))
    shows(page, "Ada", "Gladys", "Linus")
    is_still_busy(page)


@HOW
def test_even_a_row_that_moves_keeps_them(stage, people, open_page, change):
    page = open_page()
    be_busy(page)
    stage.say(change(stage, people, 2, "Zoe"))
    shows(page, "Ada", "Linus", "Zoe")
    is_still_busy(page)


def test_a_refetch_keeps_what_is_read_in_its_place_and_moves_as_few_rows_as_it_can(stage, people, open_page):
    for number in range(4, 60):
        people.rows[number] = f"Person {number}"
    stage.body = people.region()
    page = open_page()
    page.evaluate("""() => {
        const list = document.querySelector("#people-list")
        Object.assign(list.style, { height: "60px", overflow: "auto" })
        list.scrollTop = 300
        window.seen = document.querySelector("#user-12")
        window.place = window.seen.getBoundingClientRect().top
        window.touched = []
        new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => window.touched.push(node.id))))
            .observe(list, { childList: true })
    }""")
    stage.say(people.silently(1, "Zoe"))
    shows_version(page, 13)
    assert page.evaluate("window.seen.getBoundingClientRect().top - window.place") == 0
    assert page.evaluate("window.touched") == ["user-1"]


def test_a_button_that_is_replaced_by_another_kind_of_row_keeps_the_focus(stage, people, open_page):
    page = open_page()
    page.locator("#note-2").evaluate("(note) => { note.closest('details').open = true; note.focus() }")
    frame = people.rename(2, "Gladys")
    html = frame["patches"][0]["html"].replace("<li", "<div").replace("</li>", "</div>")
    frame["patches"][0]["html"] = html.replace("<details", "<details open")
    stage.say(frame)
    shows(page, "Ada", "Gladys", "Linus")
    expect(page.locator("#note-2")).to_be_focused()


def test_a_list_takes_nothing_that_sorts_behind_the_end_of_what_is_loaded(stage, people, open_page):
    people.end = "Linus"
    stage.body = people.region()
    page = open_page()
    stage.say(people.add(4, "Zoe"), people.add(5, "Barbara"))
    shows(page, "Ada", "Barbara", "Grace", "Linus")
    stage.say(people.rename(2, "Wanda"))
    shows(page, "Ada", "Barbara", "Linus")
    assert not [path for _, path, *_ in stage.requests if path == "/people/"]


NAMES = ["Zoe", "ada", "Ångström", "ﬁne", "𝒜lan", "😀 smile", "\ue000 private", "עדה", "آدا", "", "A", "AA", "é", "e\u0301"]


def test_rows_sort_by_code_point_as_python_does(stage, people, open_page):
    people.rows = {}
    stage.body = people.region()
    page = open_page()
    names = dict(enumerate(NAMES, 1))
    order = list(names)
    random.Random(7).shuffle(order)
    stage.say(*[people.add(pk, names[pk]) for pk in order])
    shows_version(page, 12 + len(NAMES))
    assert page.locator("#people-list li").evaluate_all("(rows) => rows.map((row) => row.dataset.sort)") == sorted(NAMES)


def test_code_points_are_compared_as_python_compares_them(open_page):
    random_text = random.Random(11)
    alphabet = ["a", "b", "\u00e9", "\ud7ff", "\ue000", "\uffff", "\U00010000", "\U0001f600", "\U0010ffff"]
    pairs = [["".join(random_text.choices(alphabet, k=random_text.randrange(4))) for _ in "ab"] for _ in range(500)]
    page = open_page()
    said = in_page(
        page, 'async (pairs) => { const { before } = await load("order"); return pairs.map((pair) => before(...pair)) }', pairs
    )
    assert said == [first < second for first, second in pairs]


def test_rows_that_arrive_are_marked_once(stage, people, open_page):
    page = open_page()
    stage.say(people.add(4, "Margaret"), people.rename(1, "Alan"))
    expect(page.locator("#user-4")).to_have_class("is-arriving")
    expect(page.locator("#user-1")).not_to_have_class("is-arriving")
    expect(page.locator("#user-4")).not_to_have_class("is-arriving")
    stage.say(people.rename(4, "Margery"))
    shows(page, "Alan", "Grace", "Linus", "Margery")
    expect(page.locator("#user-4")).not_to_have_class("is-arriving")


def test_a_set_patch_shows_as_text_and_never_as_markup(stage, people, open_page):
    stage.body = people.region().replace("<ul", '<b data-set="count">3</b><ul')
    page = open_page()
    stage.say(people.frame({"op": "set", "key": "count", "value": "<i>4</i>"}))
    expect(page.locator("[data-set=count]")).to_have_text("<i>4</i>")


def test_a_region_inside_a_region_keeps_its_own_versions(stage, people, open_page):
    inner = '<live-region id="inner" data-src="/inner/" data-topics=\'{"inner": %d}\'><i>%s</i></live-region>'
    stage.body = people.region().replace("</ul>", "</ul>" + inner % (5, "new"))
    page = open_page()
    stage.answer("/people/", people.region().replace("</ul>", "</ul>" + inner % (4, "old")).replace("12", "13"))
    stage.say({"type": "stale", "topics": {"people": 13}})
    shows_version(page, 13)
    expect(page.locator("#inner")).to_have_text("new")


def test_patching_the_old_page_gives_the_fresh_page(stage, people, open_page):
    page = open_page()
    chance = random.Random(3)
    for _ in range(60):
        pk = chance.randrange(1, 12)
        gone = pk in people.rows and chance.random() < 0.3
        stage.say(people.remove(pk) if gone else people.rename(pk, f"{chance.choice('ABCXYZ')}{chance.randrange(100):02}"))
    shows_version(page, 72)
    expect(page.locator(".is-arriving")).to_have_count(0)
    assert page.locator("#people").inner_html() == in_page(
        page,
        "async (html) => new DOMParser().parseFromString(html, 'text/html').querySelector('#people').innerHTML",
        people.region(),
    )
    assert not stage.asked("/people/")


def test_any_two_trees_are_reconciled(open_page):
    """Random old and new lists with and without ids: afterwards they are equal, and what has an id is the same node."""
    page = open_page()
    in_page(
        page,
        """async () => {
        const { reconcile } = await load("reconcile")
        let seed = 1
        const chance = (most) => (seed = (seed * 48271) % 2147483647) % most
        const tree = (depth = 0) => Array.from({ length: chance(7) }, () => node(depth)).join("")
        const used = new Set()
        const node = (depth) => {
            if (chance(4) === 0) return `text ${chance(3)}`
            const id = chance(30)
            const tag = ["p", "li", "b"][chance(10) ? id % 3 : chance(3)]
            const name = used.has(id) || chance(4) === 0 ? "" : ` id="n${id}"`
            if (name) used.add(id)
            return `<${tag}${name} class="c${chance(3)}">${depth < 2 ? tree(depth + 1) : ""}</${tag}>`
        }
        const make = () => { used.clear(); const root = document.createElement("div"); root.innerHTML = tree(); return root }
        for (let round = 0; round < 2000; round++) {
            const [old, fresh] = [make(), make()]
            document.body.append(old)
            const alike = (one, other) => one.id === other.id && one.nodeName === other.nodeName
            const same = [...old.children].filter((one) => one.id && [...fresh.children].some((other) => alike(one, other)))
            const [from, to] = [old.innerHTML, fresh.innerHTML]
            reconcile(old, fresh)
            if (old.innerHTML !== to) throw new Error(`${from} became ${old.innerHTML} and not ${to}`)
            if (!same.every((child) => child.parentNode === old)) throw new Error(`${from} lost a node on the way to ${to}`)
            old.remove()
        }
    }""",
    )

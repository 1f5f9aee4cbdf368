"""Markdown as models write it: what it becomes, whole and cut into pieces, and what it costs."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linkify_it import LinkifyIt

from chat.markdown import Stream, blocks, html
from chat.markdown.dialect import Links

FINDER = LinkifyIt()  # as the library finds them

pytestmark = pytest.mark.once
LINES = [
    *("# Title", "Some **bold** and _slanted_ words", "plain words that go on", "a `piece` of code", "[a link](https://x.org)"),
    *("- one", "- two", "  - nested", "* star", "1. first", "2) second", "   more of it", "", "", "> quoted", "> - both"),
    *("```python", "```", "~~~", "    indented = 1", "x = '''", "\ttab", "| a | b |", "|---|---|", "| 1 | 2 |"),
    *(
        "---",
        "===",
        "$$",
        r"\frac{a}{b}",
        "so $x^2$ and \\(y\\)",
        "a * b _ c",
        "<b>html</b>",
        "![alt](https://x.org/i.png)",
        "&amp; <",
    ),
    *("- [x] done", "- [ ] open", "|:-:|--:|---|", "| 1<br>2 | <sub>3</sub> | 4 |", "H<sub>2</sub>O<br/>"),
    *("<kbd>*Ctrl*</kbd> and <sup>`</sup>", "<su", "b>1</sub>", "$$a \\\\ b$$"),
]


def written(text, cuts):
    """The blocks of a text that came in pieces, each shown before the next one."""
    stream = Stream()
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        stream.write(text[start:end])
        stream.update()
    stream.close()
    return [block.html for block in stream.blocks]


@st.composite
def texts_and_cuts(draw):
    text = draw(st.sampled_from(["\n", "\r\n"])).join(draw(st.lists(st.sampled_from(LINES), max_size=14)))
    return text, sorted(draw(st.lists(st.integers(0, len(text)), max_size=40)))


@settings(max_examples=400, deadline=None)
@given(texts_and_cuts())
def test_pieces_make_the_same_as_the_whole(text_and_cuts):
    text, cuts = text_and_cuts
    assert written(text, cuts) == blocks(text)


@pytest.mark.parametrize(
    "text", ["$$\n# Title\n$$", "$$ x\n---\n- one\n$$\nand on", "$$ a | b\n|---|---|\n$$", "$$\n\n# Title\n$$"]
)
def test_what_seems_to_follow_a_formula_may_be_in_it(text):
    assert written(text, range(1, len(text))) == blocks(text)


class Page:
    """What a browser does with patches: {number: [parts, rest, text]} would be its elements."""

    def __init__(self):
        self.blocks = {}

    def apply(self, patches, stream):
        for patch in patches:
            block = self.blocks.setdefault(patch["block"], {"parts": "", "text": ""})
            if "html" in patch:
                kept = "".join(stream.blocks[patch["block"]].parts[: patch["at"]]) if "at" in patch else ""
                block |= {"parts": kept + patch["html"], "text": "", "is_whole": "at" not in patch}
            if "text" in patch:
                block["text"] = block["text"][: patch["from"]] + patch["text"]

    def agrees_with(self, stream):
        for number, block in enumerate(stream.blocks):
            mine = self.blocks[number]
            expected = block.html if not block.is_open else block.before + "".join(block.parts) + block.shown + block.after
            inner = mine["parts"] if mine["is_whole"] else block.before + mine["parts"] + block.after
            assert (inner, mine["text"]) == (expected, block.text)


@settings(max_examples=200, deadline=None)
@given(texts_and_cuts(), st.integers(1, 5), st.randoms(use_true_random=False))
def test_patches_since_any_mark_bring_a_page_to_now(text_and_cuts, every, random):
    """Some frames are lost between two marks; each carries all since the last mark, so one that comes is enough."""
    text, cuts = text_and_cuts
    stream, page = Stream(), Page()
    mark = stream.mark()
    for number, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(text)], strict=True)):
        stream.write(text[start:end])
        stream.update()
        at_mark = number % every == 0
        if at_mark or random.random() < 0.5:
            page.apply(stream.since(mark), stream)
            page.agrees_with(stream)
        if at_mark:
            mark = stream.mark()
    stream.close()
    page.apply(stream.since(mark), stream)
    page.agrees_with(stream)


UNITS = {
    "paragraphs": "Some **bold** text with `code` and a [link](https://x.org) here. Then plain words for a while, and on.\n\n",
    "one paragraph": "Some **bold** text with `code` and a [link](https://x.org) here. Then plain words for a while, and on. ",
    "one code block": "    x = f(y) + 3  # comment\n",
    "one list": "- item **bold** with words and so on\n",
    "one table": "| a | b c d |\n",
    "one quote": "> some quoted text with words\n",
    "one word": "abcdefghijklmnopqrst",
    "stars": "*a **b ",
    "brackets": "[[(",
    "dollars": "$a \\(",
    "open tags": "<sub>a<br",
    "beginnings of addresses": "://",
    "addresses in each other": "http://a.b/(",
}
ORDINARY = {"paragraphs", "one code block", "one list"}
BEGINNINGS = {"one code block": "```python\n", "one table": "| a | b |\n|---|---|\n"}


def cost(name, size):
    """(CPU seconds, characters sent) of a text that is written and shown in pieces of 20 characters."""
    text = BEGINNINGS.get(name, "") + UNITS[name] * (size // len(UNITS[name]))
    stream, sent, started = Stream(), 0, time.process_time()
    mark = stream.mark()
    for number, start in enumerate(range(0, len(text), 20), 1):
        stream.write(text[start : start + 20])
        stream.update()
        sent += sum(len(str(patch)) for patch in stream.since(mark))
        if number % 12 == 0:
            mark = stream.mark()
    stream.close()
    return time.process_time() - started, sent


@pytest.mark.alone
@pytest.mark.parametrize("name", UNITS)
def test_ten_times_the_text_costs_about_ten_times_as_much(name):
    seconds, sent = cost(name, 10_000)
    more_seconds, more_sent = cost(name, 100_000)
    # What grows without an end is rendered in leaps, so where the last leap falls moves the ratio; squared it would be 100.
    most = 12 if name in ORDINARY else 25
    assert more_sent <= most * sent
    assert more_seconds <= most * max(seconds, 0.02)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)></svg>",
    "<div hx-get='/x' hx-trigger='load'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](https://evil.example/pixel.png)",
    "![x](javascript:alert(1))",
    '[x](https://ok.example "\\" onmouseover=alert(1) x=\\"")',
    '[x](https://ok.example/"onmouseover="alert(1))',
    "<https://ok.example/\"onclick='alert(1)'>",
    '```"><script>alert(1)</script>\ncode\n```',
    "```html\n<script>alert(1)</script>\n```",
    "$\\href{javascript:alert(1)}{x}$",
    '$\\text{<img src=x onerror="alert(1)">}$',
    "\\(<script>alert(1)</script>\\)",
    "$$\n</math><img src=x onerror=alert(1)>\n$$",
    "<style>@import 'https://evil.example'</style>",
    "[x]: javascript:alert(1)\n\n[x]",
    "| <img src=x onerror=alert(1)> |\n|---|\n| x |",
    "<math><mtext><style><img src=x onerror=alert(1)>",
    "<a href='https://x' hx-get='/y'>x</a>",
    "<sub onclick=alert(1)>x</sub> <br onclick=alert(1)> <kbd><img src=x onerror=alert(1)></kbd>",
    "<sub>[x](javascript:alert(1))&lt;img src=x onerror=alert(1)&gt;</sub>",
    "- [x] <img src=x onerror=alert(1)>",
    "$\\text{&lt;img src=x onerror=alert(1)&gt;} \\unicode{3c}$",
    '$\\class{x" onclick="alert(1)}{x} \\style{position:fixed}{x}$',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_hostile_comes_through(text, elements):
    for name, attributes in elements(html(text)) + elements("".join(written(text, range(len(text))))):
        assert name not in {"script", "img", "svg", "style", "iframe", "object", "form", "input"}
        assert not [attribute for attribute in attributes if attribute.startswith(("on", "hx-", "style", "src", "xlink"))]
        assert attributes.get("href", "https:").startswith(("https:", "http:", "mailto:"))


@pytest.fixture
def elements():
    """Every (tag, attributes) of some HTML, as a parser finds them."""
    from html.parser import HTMLParser

    def read(source):
        found, parser = [], HTMLParser()
        parser.handle_starttag = lambda tag, attributes: found.append((tag, dict(attributes)))
        parser.feed(source)
        return found

    return read


@given(
    st.lists(st.sampled_from([*"aé1.:@/-_ \n()[]~#?", "http:", "ftp:", "mailto:", "//", "www", "localhost", "com"])).map("".join)
)
def test_no_link_is_overlooked_by_the_quick_look(text):
    assert not FINDER.test(text) or Links().pretest(text)


@pytest.mark.parametrize(
    "text", ["www.example.com", "a@b.example", "http://localhost", "mailto:a@b.c", "//cdn.example/x", "münchen.de", "1.2.3.4/x"]
)
def test_bare_links_are_found(text):
    assert Links().pretest(text) == FINDER.pretest(text)


def test_what_models_write_looks_as_meant():
    assert html("**bold** `code` ~~gone~~") == "<p><strong>bold</strong> <code>code</code> <s>gone</s></p>\n"
    assert "<h3>Title</h3>" in html("# Title")
    assert "<math" in html("$x^2$")
    assert "<math" in html("\\(x^2\\)")
    assert 'display="block"' in html("\\[x^2\\]")
    assert html("It costs $5, or $6.") == "<p>It costs $5, or $6.</p>\n"
    assert 'class="hl-k"' in html("```python\ndef f(): pass\n```")
    assert html("see https://x.org/a.") == html("see <https://x.org/a>.")


def test_formulas_that_cannot_be_read_are_shown_as_they_are():
    assert "<code>" in html("$\\frac{$") or "$" in html("$\\frac{$")


def test_columns_have_their_side():
    found = html("| a | b | c | d |\n|---|:-:|--:|:--|\n| 1 | 2 | 3 | 4 |")
    assert '<th>a</th>\n<th class="align-center">b</th>\n<th class="align-right">c</th>\n<th>d</th>' in found
    assert '<td>1</td>\n<td class="align-center">2</td>\n<td class="align-right">3</td>\n<td>4</td>' in found


@pytest.mark.parametrize("tag", ["<br>", "<br/>", "<br />", "<BR>"])
def test_a_line_may_end_with_a_tag(tag):
    assert html(f"one{tag} two") == "<p>one<br>\ntwo</p>\n"
    assert "<td>one<br>\ntwo</td>" in html(f"| a |\n|---|\n| one{tag}two |")


def test_pairs_of_tags_around_words_are_elements():
    assert html("H<sub>2</sub>O") == "<p>H<sub>2</sub>O</p>\n"
    assert html("x<SUP>**2** &minus; 1</sup>") == "<p>x<sup><strong>2</strong> − 1</sup></p>\n"
    assert html("<kbd>Ctrl</kbd>+<kbd>`</kbd>") == "<p><kbd>Ctrl</kbd>+<kbd>`</kbd></p>\n"


@pytest.mark.parametrize(
    "text",
    ["<sub>2", "2</sub>", "<sub>2</sup>", "<sub class='x'>2</sub>", "<sub><b>2</b></sub>", "<br x>", "<sub></sub>", "`<br>`"],
)
def test_any_other_tag_stays_text(text, elements):
    assert not {name for name, _ in elements(html(text))} & {"sub", "sup", "br", "b"}


@pytest.mark.parametrize(
    "text", ["a<sub>`z</sub>c`", "a<sub>$z</sub>c$", r"a<sub>\(z</sub>c\)", "[a<sub>](https://x.org)z</sub>", "*a<sub>z*</sub>"]
)
def test_nothing_is_said_twice_where_a_pair_crosses_another(text):
    assert html(text).count("z") == 1


def test_items_may_be_tasks():
    found = html("- [x] done **now**\n- [ ] open\n- [-] neither\n- plain")
    assert '<li class="task"><span role="img" aria-label="Done">☑ </span>done <strong>now</strong></li>' in found
    assert '<li class="task"><span role="img" aria-label="To do">☐ </span>open</li>' in found
    assert "<li>[-] neither</li>\n<li>plain</li>" in found


def test_a_link_is_no_task():
    assert "☑" not in html("- [x] is a link\n\n[x]: https://x.org")

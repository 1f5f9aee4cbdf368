"""Formulas as models write them: each is drawn as it is meant, or its source is shown; nothing is wrong in silence."""

from pathlib import Path

import pytest

from chat.markdown import html

pytestmark = pytest.mark.once
STYLES = [Path("static/css", name).read_text() for name in ("reset.css", "tokens.css", "components/prose.css")]
LINES = [
    r"\begin{aligned} 2x+3 &= 7 \\ x &= 2 \end{aligned}",
    r"\begin{aligned}[t] a &= b \\[6pt] &= c \end{aligned}",
    r"\begin{split} a &= b \\ c &= d \end{split}",
    r"\begin{align} a &= b \\ c &= d \end{align}",
    r"\begin{alignedat}{2} a &= b & c &= d \\ e &= f & g &= h \end{alignedat}",
    r"\begin{alignat*}{1} a &= b \\ c &= d \end{alignat*}",
    r"\begin{gather} a = b \\ c = d \end{gather}",
    r"\begin{gathered} a = b \\ c = d \end{gathered}",
    r"\begin{multline*} a = b \\ c = d \end{multline*}",
    r"\begin{equation} \begin{aligned} a &= b \\ c &= d \end{aligned} \end{equation}",
    r"\left\{ \begin{aligned} a &= b \\ c &= d \end{aligned} \right.",
    r"\begin{dcases} a & b \\ c & d \end{dcases}",
    r"a = b \\ c = d",
    r"a &= b \\ &= d",
    r"\sum_{\substack{i < n \\ j < m}} x_{ij}",
]


@pytest.mark.parametrize("source", LINES)
def test_lines_are_lines(source):
    found = html(f"$$\n{source}\n$$")
    assert found.count("<mtr>") == 2
    assert not [sign for sign in ("&amp;", "pt</", "<mspace></mspace>", "<code>") if sign in found]


@pytest.mark.parametrize(
    "source",
    [r"\ce{H2O}", r"\unknown{x}", r"\begin{tikzcd} a \\ b \end{tikzcd}", r"\begin{array}{@{}cc@{}} a & b \end{array}", r"\frac{"],
)
def test_what_is_not_known_is_shown_as_it_is(source):
    assert f"<code>{source.replace('&', '&amp;')}</code>" in html(f"$${source}$$")


READ = {
    r"x = 1 \tag{1}": '<mn>1</mn><mspace width="2em"></mspace><mtext>(1)</mtext>',
    r"x \label{eq:1} \nonumber": "<mrow><mi>x</mi></mrow>",
    r"50% x": "<mn>50</mn><mi>%</mi><mi>x</mi>",
    r"\text{a <b total\_cost}": "<mtext>a&nbsp;&lt;b&nbsp;total_cost</mtext>",
    r"\mathbb{RP}": "<mi>ℝ</mi><mi>ℙ</mi>",
    r"\mathcal{LS}": "<mi>ℒ</mi><mi>𝒮</mi>",
    r"\mathfrak{Cg}": "<mi>ℭ</mi><mi>𝔤</mi>",
    r"\mathbf{A0}": "<mi>𝐀</mi><mn>𝟎</mn>",
    r"\boldsymbol{\theta}": "<mi>𝜽</mi>",
    r"\mathrm{d}x": '<mi mathvariant="normal">d</mi>',
    r"\lim_{x \to 0}": '<munder><mo movablelimits="true">lim</mo>',
    r"\overline{ab}": '<menclose notation="top"><mrow><mi>a</mi><mi>b</mi></mrow></menclose>',
    r"A \iff B": "<mo>⟺</mo>",
    r"2 \sin x": '<mn>2</mn><mspace width="0.167em"></mspace><mi>sin</mi><mspace width="0.167em"></mspace><mi>x</mi>',
    r"\operatorname{rank}(A)": "<mi>rank</mi><mo",
    r"\substack{a \\ b} = c": "</mtable></mstyle></mrow><mo>=</mo>",
    r"\mathop{\mathrm{argmax}}": '<mrow><mi mathvariant="normal">a</mi>',
    r"\begin{array}{|c|cc|} \hline a & b & c \\ \hline d & e & f \\ \hline \end{array}": '"line-before line-above"><mi>e</mi></mtd>'
    '<mtd columnalign="center" class="line-above"><mi>f</mi></mtd>',
}


@pytest.mark.parametrize("source", READ)
def test_what_is_known_is_drawn(source):
    assert READ[source] in html(f"$$\n{source}\n$$")


def test_a_formula_in_a_paragraph_leaves_it_whole():
    assert html("so $$x$$ is").startswith('<p>so <span class="math inline"><math display="block">')
    assert html("so $$x$$ is").endswith("</span> is</p>\n")


@pytest.fixture
def place(browser):
    """`place(text, selector)`: [left, right, width] of what is drawn of an element, in CSS pixels, on a narrow page."""
    page = browser.new_page(viewport={"width": 390, "height": 844})

    def drawn(text, selector):
        page.set_content(f'<style>{"".join(STYLES)}</style><div class="prose">{html(text)}</div>')
        box = page.locator(selector).first.bounding_box()
        return box["x"], box["x"] + box["width"], box["width"]

    drawn.page = page
    yield drawn
    page.close()


def test_the_sides_of_equations_meet_at_their_sign(place):
    text = r"$$\begin{aligned} 2x+3 &= 7 \\ x &= 2 \end{aligned}$$"
    ends = [place(text, f"mtr:nth-child({row}) > mtd:first-child > :last-child")[1] for row in (1, 2)]
    assert ends[0] == pytest.approx(ends[1], abs=1)
    assert ends[0] == pytest.approx(place(text, "mtd:nth-child(2)")[0], abs=1)


def test_numbers_of_a_matrix_stand_apart(place):
    text = r"$$\begin{matrix} 1 & 2 \end{matrix}$$"
    assert place(text, "mtd:last-child > mn")[0] - place(text, "mtd:first-child > mn")[1] > 10


@pytest.mark.parametrize(
    ("source", "drawn"),
    [(r"\boxed{x}", "borderLeftWidth"), (r"\overline{x}", "borderTopWidth"), (r"\cancel{x}", "backgroundImage")],
)
def test_what_browsers_leave_out_is_drawn(place, source, drawn):
    place(f"$${source}$$", "menclose")
    assert place.page.locator("menclose").evaluate(f"each => getComputedStyle(each).{drawn}") not in {"0px", "none"}


def test_a_wide_table_scrolls_and_its_words_stay_in_lines(place):
    words = "a cell with a text of many words " * 4
    text = f"| a | b | c |\n|---|:-:|--:|\n| {words} | {words} | {words} |\n| 1 | 2 | 3 |"
    assert place(text, "tbody td")[2] == pytest.approx(384, abs=1)
    assert place(text, ".table-scroll")[2] <= 390
    assert place.page.locator("tbody tr:last-child td").evaluate_all(
        "cells => cells.map(cell => getComputedStyle(cell).textAlign)"
    ) == [*("start", "center", "end")]

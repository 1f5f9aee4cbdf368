"""Formulas in TeX to MathML, which browsers draw themselves."""

from contextlib import suppress
from functools import lru_cache
from html import escape

from chat.markdown.mathml import mathml
from chat.markdown.tex import readable

LONGEST = 2_000  # characters; longer than any formula that somebody reads
BRACKETS = {"\\(": ("\\)", False), "\\[": ("\\]", True)}


@lru_cache(maxsize=512)
def formula(source, display):
    """MathML, or the source itself where it cannot be read."""
    with suppress(Exception):  # half a formula raises whatever it likes
        if len(source) <= LONGEST:
            return mathml(readable(source), display)
    return f"<code>{escape(source)}</code>"


def brackets(md):
    r"""Adds `\( … \)` and `\[ … \]`, before the rule that takes `\(` for an escaped bracket."""
    md.inline.ruler.before("escape", "math_brackets", _brackets)
    md.add_render_rule("math_brackets", lambda renderer, tokens, index, *_: formula(tokens[index].content, tokens[index].block))


def _brackets(state, silent):
    closing, display = BRACKETS.get(state.src[state.pos : state.pos + 2], (None, False))
    end = state.src.find(closing, state.pos + 2, min(state.posMax, state.pos + LONGEST)) if closing else -1
    if end < 0:
        return False
    if not silent:
        token = state.push("math_brackets", "math", 0)
        token.content, token.block = state.src[state.pos + 2 : end].strip(), display
    state.pos = end + 2
    return True

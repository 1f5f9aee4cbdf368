"""The few tags that models write for want of signs: `<br>` in a cell, and `<sub>`, `<sup>`, `<kbd>` around plain words."""

import re

BREAK = re.compile(r"<br ?/?>[ \t]*", re.IGNORECASE)
# A sign that begins code or a formula only alone: else that would begin inside and end outside.
PAIR = re.compile(r"<(sub|sup|kbd)>([^<\n`$]+|[`$])</\1>", re.IGNORECASE)


def tags(md):
    """Adds them; any other tag stays text."""
    md.inline.ruler.before("autolink", "break_tag", _break)
    md.inline.ruler.before("autolink", "pair_of_tags", _pair)


def _break(state, silent):
    match = BREAK.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = match.end()
    return True


def _pair(state, silent):
    match = PAIR.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        _push(state, match)
    state.pos = match.end()
    return True


def _push(state, match):
    """The element with the tokens of what is in it."""
    name, end = match[1].lower(), state.posMax
    state.push(f"{name}_open", name, 1)
    state.pos, state.posMax = match.span(2)
    state.md.inline.tokenize(state)
    state.posMax = end
    state.push(f"{name}_close", name, -1)

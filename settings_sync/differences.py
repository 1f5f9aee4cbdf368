"""What changed between two texts, word by word, with what stayed the same cut short."""

import re
from difflib import SequenceMatcher

WORD = re.compile(r"\S+\s*|\s+")
AROUND = 6  # words of what stayed the same, on either side of a change
MOST_WORDS = 2_000  # of both texts together; beyond that it compares lines


def difference(before, after):
    """[(kind, text), …] with the kinds "same", "gone", "come", and "cut" where unchanged words are left out."""
    old, new = _pieces(before, after)
    parts = []
    for kind, i, j, m, n in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            parts += _shortened(old[i:j], at_start=i == 0, at_end=j == len(old))
        else:
            parts += [("gone", "".join(old[i:j])), ("come", "".join(new[m:n]))]
    return [(kind, text) for kind, text in parts if text]


def _pieces(before, after):
    old, new = WORD.findall(before), WORD.findall(after)
    if len(old) + len(new) <= MOST_WORDS:
        return old, new
    return before.splitlines(keepends=True), after.splitlines(keepends=True)


def _shortened(pieces, at_start, at_end):
    """The words beside a change, and a mark for those between."""
    head, tail = (0 if at_start else AROUND), (0 if at_end else AROUND)
    if len(pieces) <= head + tail + 1:
        return [("same", "".join(pieces))]
    return [("same", "".join(pieces[:head])), ("cut", "…"), ("same", "".join(pieces[len(pieces) - tail :]))]

"""What a conversation is called until somebody names it."""

import re

LONGEST = 60  # characters
FENCE = re.compile(r"\s*(```|~~~)")
MARKS = re.compile(r"\s*(#{1,6}\s+|>\s*|[-*+]\s+|\d{1,3}[.)]\s+)*")  # of a heading, a quotation, a list


def title_of(text):
    """The first line that says something, without its marks, cut at a word."""
    lines = (line[MARKS.match(line).end() :].strip() for line in text.strip().splitlines() if not FENCE.match(line))
    words, title = next(filter(None, lines), text.strip()).split(), ""
    for word in words:
        if len(title) + len(word) > LONGEST:
            return f"{title or word[:LONGEST]}…"
        title = f"{title} {word}".strip()
    return title

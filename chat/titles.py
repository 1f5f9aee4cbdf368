"""What a conversation is called until somebody names it."""

LONGEST = 60  # characters


def title_of(text):
    """The first line, cut at a word."""
    words, title = (text.strip().splitlines() or [""])[0].split(), ""
    for word in words:
        if len(title) + len(word) > LONGEST:
            return f"{title or word[:LONGEST]}…"
        title = f"{title} {word}".strip()
    return title

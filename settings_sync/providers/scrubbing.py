"""Taking a key out of what a provider says: error texts like to repeat what was wrong."""

from base64 import b64encode
from urllib.parse import quote

LONGEST = 200  # characters of a provider's own words
RUN = 8  # characters in a row that may not be left of a key


def scrub(text, key):
    """The text in one line of at most 200 characters, with "…" for every stretch of the key, plain or encoded."""
    text = " ".join("".join(character if character.isprintable() else " " for character in text).split())
    if key:
        text = _without(text, _runs(key))
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def is_clean(text, key):
    """Whether nothing of the key is in this text."""
    return not key or _without(text, _runs(key)) == text


def _runs(key):
    """Every stretch of RUN characters of the key and of its usual encodings; all of it where it is shorter."""
    raw = key.encode()
    forms = [key, quote(key, safe=""), raw.hex(), *(b64encode(raw[offset:]).decode().rstrip("=") for offset in range(3))]
    size = min(RUN, len(key))
    return size, {form[at : at + size].lower() for form in forms for at in range(len(form) - size + 1)}


def _without(text, runs):
    size, grams = runs
    lower, hidden = text.lower(), [False] * len(text)
    if len(lower) != len(text):  # a letter whose small form is longer; nothing that a key is made of
        lower = text
    for at in range(len(text) - size + 1):
        if lower[at : at + size] in grams:
            hidden[at : at + size] = [True] * size
    return "".join(
        character if not hide else "…" if at == 0 or not hidden[at - 1] else ""
        for at, (character, hide) in enumerate(zip(text, hidden, strict=True))
    )

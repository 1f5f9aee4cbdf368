"""What of a text a database takes."""


def is_storable(text):
    """Half of a surrogate pair is valid JSON, but no database takes it."""
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def storable(text):
    """The text as a database takes it: pairs of surrogates joined, U+FFFD for a half without the other, no NUL."""
    if not text.isascii():
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\0", "")

"""Ids in names of topics."""

from uuid import UUID


def is_uuid(text):
    """Whether this is a UUID in the one way that we write it: with capitals, or dashes elsewhere, one row would have many topics."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False

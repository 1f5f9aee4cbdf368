"""The order of the gallery: the latest first."""

from datetime import UTC, datetime, timedelta

LATEST = 99_999_999_999_999_999  # microseconds since 1970
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def rank_of(moment):
    """A number that is smaller the later the moment is."""
    return LATEST - (moment - EPOCH) // MICROSECOND


def key_of(rank, pk):
    """Where an image stands, as text that sorts as rank and pk do; compared by code point."""
    return f"{rank:017} {pk}"

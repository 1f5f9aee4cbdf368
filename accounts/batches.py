"""Rows of an answer that takes a while, a few at a time."""


def in_batches(rows, size):
    """Yield these rows in their order, of which `size` are in memory at once; what is deleted meanwhile is passed over.

    By their keys, unlike `iterator()`: its cursor would not live on when `archive.streamed` lets the connection go.
    """
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), size):
        chosen = keys[start : start + size]
        found = rows.in_bulk(chosen)
        yield from (found[key] for key in chosen if key in found)

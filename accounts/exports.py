"""What a person's export holds: every app registers its part in `ready()`, a test finds what is missing."""

from collections.abc import Callable, Iterable

_exporters: dict[str, Callable] = {}


def exporter(name):
    """Register `function(user)`: it yields `(path, content)` pairs of files in the export's folder `name`.

    `content` is bytes, an iterable of bytes (a large file), or anything that JSON can hold. Secrets have no place in it.
    """

    def register(function):
        _exporters[name] = function
        return function

    return register


def parts(user) -> Iterable[tuple[str, object]]:
    """Every `(path, content)` of this person's export, made one at a time."""
    for name, function in _exporters.items():
        for path, content in function(user):
            yield f"{name}/{path}", content


def names():
    """The folders of an export, in the order of `parts`."""
    return list(_exporters)

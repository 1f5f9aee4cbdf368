"""Who gets what at every address, topic and room: one file an app, found by itself.

A file has any of these:

    ADDRESSES = {"profile/": row(get=MINE, post=(LOGIN, 422, 422, 422))}   # nobody, Eve, Grace, Ada; a number: everybody
    TOPICS = {"user.{pk}.profile": (NO, NO, YES, NO)}                      # about Grace's
    ROOMS = {"home": (YES, YES, YES)}                                       # nobody has no socket
    ADMIN = {"accounts.user": "view add change delete"}                    # what a superuser may there
    OBJECTS = {"change": lambda grace: PreferenceChange.objects.create(user=grace, …).pk}   # for {change} in an address

Eve is a stranger (external), Grace the owner of the objects (internal), Ada staff and superuser. Somebody who was
signed in and is deactivated gets what nobody gets; that needs no column.
"""

from importlib import import_module
from pkgutil import iter_modules

from tests.security.roles import CONFIRM, DOOR, LOGIN, MINE, NO, NOT_SO, YES, row

__all__ = ["CONFIRM", "DOOR", "LOGIN", "MINE", "NO", "NOT_SO", "YES", "row"]


def collected(name):
    """The rows called `name` of all files; an address that stands in two of them is a mistake."""
    rows = {}
    for module in iter_modules(__path__):
        found = getattr(import_module(f"{__name__}.{module.name}"), name, {})
        assert not rows.keys() & found.keys(), f"Twice: {rows.keys() & found.keys()}"
        rows |= found
    return rows

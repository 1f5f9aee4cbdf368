"""What everybody used: for staff alone, whether or not whom one asks about is there."""

from tests.security.roles import LOGIN, row

PAGE = row(get=(LOGIN, 403, 403, 200))
PART = row(get=(401, 403, 403, 200))
L = "usage/logs/"
ADDRESSES = {
    L: PAGE,
    f"{L}rows/": PART,
    f"{L}export/": PAGE,
    f"{L}export/calls/": PAGE,
    f"{L}{{logged}}/": PAGE,
    f"{L}{{logged}}/rows/": PART,
    f"{L}{{logged}}/export/": PAGE,
}
OBJECTS = {"logged": lambda grace: grace.pk}

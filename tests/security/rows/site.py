"""The frame of the site, the apps that are empty so far, and what the live pages ask."""

from tests.security.roles import LOGIN, MINE, NO, NOT_SO, YES, row

JSON = (401, 200, 200, 200)
ADDRESSES = {
    "": row(get=MINE, post=(LOGIN, 405, 405, 405)),
    "healthz": row(get=200, post=200),
    "styleguide/": row(get=404, post=404),  # with DEBUG only; tests run without
    "live/sync/": row(get=NOT_SO, post=(401, 400, 400, 400), json=True),
    "live/leave/": row(get=NOT_SO, post=(401, 400, 400, 400), json=True),
    "live/whoami/": row(get=JSON),
    "live/token/": row(get=200),
    "live/rooms/home/": row(get=JSON),
    "live/rooms/attic/": row(get=(401, 404, 404, 404)),
}
TOPICS = {"probe": (NO, NO, NO, YES)}
ROOMS = {"home": (YES, YES, YES)}
COMMANDS = {"hello", "watch", "unwatch", "pong"}

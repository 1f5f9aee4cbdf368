"""Preferences, their history, providers and keys."""

from tests.security.roles import LOGIN, MINE, NO, NOT_SO, YES, row

ADDRESSES = {
    "settings/": row(get=MINE, post=(LOGIN, 422, 422, 422)),
    "settings/state/": row(get=(401, 200, 200, 200)),
    "settings/save/": row(get=NOT_SO, post=(401, 400, 400, 400), json=True),
}
TOPICS = {
    "user.{pk}.preferences": (NO, NO, YES, NO),
    "user.{pk}.settings_history": (NO, NO, YES, NO),
    "user.{pk}.providers": (NO, NO, YES, NO),
    "providers": (NO, YES, YES, YES),
}
ADMIN = {"settings_sync.preference": "view add change"}

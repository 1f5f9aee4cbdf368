"""People and their profiles."""

from tests.security.roles import LOGIN, MINE, NO, YES, row

PART = (401, 200, 200, 200)
COLLEAGUES = (LOGIN, 404, 200, 200)
ADDRESSES = {
    "accounts/viewer.css": row(get=200),
    "profile/": row(get=MINE, post=(LOGIN, 422, 422, 422)),
    "profile/badge/": row(get=PART),
    "profile/fields/": row(get=PART),
    "profile/picture/": row(get=PART),
    "profile/avatar/": row(get=(LOGIN, 405, 405, 405), post=(LOGIN, 422, 422, 422)),
    "profile/avatar/remove/": row(get=(LOGIN, 405, 405, 405), post=(LOGIN, 302, 302, 302)),
    # Whoever is signed in sees a picture by its random name (tests/accounts/test_avatar.py); without it, nobody does.
    "people/1/avatar/no-such-name.webp": row(get=(401, 404, 404, 404)),
    "people/": row(get=COLLEAGUES, post=(LOGIN, 405, 405, 405)),
    "people/list/": row(get=(401, 404, 200, 200)),
}
TOPICS = {
    "people": (NO, NO, YES, YES),
    "user.{pk}.profile": (NO, NO, YES, NO),
}
ADMIN = {"accounts.user": "view add change delete"}

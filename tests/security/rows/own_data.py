"""One's own activity, export and end."""

from tests.security.roles import LOGIN, MINE, NO, YES, row

NOT_HERE = (LOGIN, 405, 405, 405)
ADDRESSES = {
    "profile/activity/": row(get=MINE, post=NOT_HERE),
    "profile/activity/list/": row(get=(401, 200, 200, 200)),
    "profile/data/": row(get=MINE, post=NOT_HERE),
    "profile/data/download/": row(get=(LOGIN, 405, 405, 405), post=MINE, fresh=True),
    "profile/delete/": row(get=MINE, post=(LOGIN, 422, 422, 422), fresh=True),
}
TOPICS = {"user.{pk}.activity": (NO, NO, YES, NO)}
ADMIN = {"accounts.auditentry": "view"}

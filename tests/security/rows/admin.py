"""The admin's own pages, and models of others in it. Lists and forms of models are in no need of rows: see ADMIN."""

from tests.security.roles import DOOR, LOGIN, row

STAFF = (DOOR, DOOR, DOOR, 200)
ADDRESSES = {
    "admin/": row(get=STAFF, post=STAFF),
    "admin/login/": row(get=(LOGIN, 403, 403, 302), post=(LOGIN, 403, 403, 302)),
    "admin/logout/": row(get=(302, 302, 302, 405), post=(302, 302, 302, 200)),
    "admin/password_change/": row(get=302, post=302),  # to where everybody changes theirs
    "admin/password_change/done/": row(get=STAFF, post=(DOOR, DOOR, DOOR, 405)),
    "admin/autocomplete/": row(get=(DOOR, DOOR, DOOR, 403), post=(DOOR, DOOR, DOOR, 405)),
    "admin/jsi18n/": row(get=STAFF, post=(DOOR, DOOR, DOOR, 405)),
    "admin/r/1/1/": row(get=(DOOR, DOOR, DOOR, 404), post=(DOOR, DOOR, DOOR, 404)),
    "admin/accounts/": row(get=STAFF, post=STAFF),
    "admin/accounts/user/{colleague}/password/": row(get=STAFF, post=STAFF),
}
OBJECTS = {"colleague": lambda grace: grace.pk}
ADMIN = {
    "auth.group": "view add change delete",
    "account.emailaddress": "view add change delete",
}

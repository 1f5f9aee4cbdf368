"""allauth's own pages, as this site shows them."""

from tests.security.roles import LOGIN, MINE, row

OUTSIDE = (200, 302, 302, 302)  # who is signed in has no business here
ADDRESSES = {
    "accounts/login/": row(get=OUTSIDE, post=OUTSIDE),
    "accounts/logout/": row(get=MINE, post=LOGIN),
    "accounts/inactive/": row(get=200),
    "accounts/signup/": row(get=OUTSIDE, post=OUTSIDE),
    "accounts/reauthenticate/": row(get=MINE, post=MINE),
    "accounts/email/": row(get=MINE, post=(LOGIN, 302, 302, 302), fresh=True),
    "accounts/confirm-email/": row(get=200),
    "accounts/confirm-email/no-such-key/": row(get=200, post=404),
    "accounts/password/change/": row(get=MINE, post=MINE),
    "accounts/password/set/": row(get=(LOGIN, 302, 302, 302), post=(LOGIN, 302, 302, 302)),
    "accounts/password/reset/": row(get=200, post=200),
    "accounts/password/reset/done/": row(get=200),
    "accounts/password/reset/key/1-no-such-key/": row(get=200, post=200),
    "accounts/password/reset/key/done/": row(get=200),
    "accounts/login/code/confirm/": row(get=(LOGIN, 302, 302, 302), post=(LOGIN, 302, 302, 302)),
}

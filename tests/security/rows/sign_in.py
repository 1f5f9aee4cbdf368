"""Two-step sign-in and the list of devices."""

from accounts.models import KnownDevice
from tests.security.roles import LOGIN, MINE, NO, YES, row

PART = (401, 200, 200, 200)
DEED = (LOGIN, 405, 405, 405)
NEVER_SET_UP = (LOGIN, 404, 404, 404)
ADDRESSES = {
    "accounts/2fa/": row(get=MINE, post=DEED),
    "accounts/2fa/authenticate/": row(get=(LOGIN, 302, 302, 302), post=(LOGIN, 302, 302, 302)),
    "accounts/2fa/reauthenticate/": row(
        get=(LOGIN, "confirm", "confirm", "confirm"), post=(LOGIN, "confirm", "confirm", "confirm")
    ),
    "accounts/2fa/totp/activate/": row(get=MINE, post=MINE, fresh=True),
    "accounts/2fa/totp/deactivate/": row(get=NEVER_SET_UP, post=NEVER_SET_UP, fresh=True),
    "accounts/2fa/recovery-codes/": row(get=NEVER_SET_UP, post=DEED, fresh=True),
    "accounts/2fa/recovery-codes/generate/": row(get=MINE, post=MINE, fresh=True),
    "accounts/2fa/recovery-codes/download/": row(get=NEVER_SET_UP, post=NEVER_SET_UP, fresh=True),
    "accounts/sessions/": row(get=MINE, post=DEED),
    "accounts/sessions/list/": row(get=PART),
    "accounts/sessions/new/": row(get=PART),
    "accounts/sessions/new/{device}/": row(get=DEED, post=(LOGIN, 404, 302, 404)),
    "accounts/sessions/end/": row(get=DEED, post=NEVER_SET_UP),
    "accounts/sessions/end-others/": row(get=DEED, post=(LOGIN, 302, 302, 302)),
}
TOPICS = {"user.{pk}.sessions": (NO, NO, YES, NO)}
ADMIN = {"mfa.authenticator": "view delete", "usersessions.usersession": "view delete"}


def device(grace):
    return KnownDevice.objects.create(user=grace, token="t", name="Safari on Mac", noticed=False).pk


OBJECTS = {"device": device}

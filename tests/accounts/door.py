"""Coming in as people do: password, code, confirmation. And the app on their phone."""

import base64
import hashlib
import hmac
import re
import struct
import time

PERIOD = 30  # seconds


def log_in(client, person, password="lockstep-demo", **headers):
    return client.post("/accounts/login/", {"login": person.email, "password": password}, headers=headers)


def is_in(client):
    return "_auth_user_id" in client.session


def confirm(client, password="lockstep-demo"):
    """Show that one is oneself, for what asks for it."""
    return client.post("/accounts/reauthenticate/", {"password": password})


def app_code(secret, periods_ago=0):
    """What an authenticator app shows for this key (RFC 6238)."""
    counter = int(time.time()) // PERIOD - periods_ago
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def secret_on(page):
    return re.search(r"<code>([A-Z2-7]{32})</code>", page.content.decode())[1]


def turn_on(client):
    """Set up the app in the pages of somebody who is in. Returns its key; the code of now is spent."""
    confirm(client)
    secret = secret_on(client.get("/accounts/2fa/totp/activate/"))
    assert client.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)}).url == "/accounts/2fa/recovery-codes/"
    return secret


def recovery_codes(client):
    return client.get("/accounts/2fa/recovery-codes/download/").content.decode().split()[-10:]


def give_code(client, code):
    return client.post("/accounts/2fa/authenticate/", {"code": code})

"""What the benchmark writes, and when it was committed. `python -m tests.bench.writes` obeys lines on its input."""

import json
import os
import sys
import time
from datetime import timedelta

if __name__ == "__main__":
    import django

    django.setup()

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils.timezone import now

from accounts.models import User
from realtime import assign, frames, publish, publisher, upsert
from realtime.models import Epoch
from settings_sync.models import Preference


def people(count):
    """That many people, each with a session and a preference. Returns what a tab of each needs for its hello."""
    names = [f"person-{number:05}" for number in range(count)]
    if not User.objects.exists():
        _populate(names)
    keys = {_claims(row)[SESSION_KEY]: row.session_key for row in Session.objects.all()}
    return {
        "tabs": [{"user": user.pk, "session": keys[str(user.pk)]} for user in User.objects.order_by("username")],
        "epoch": Epoch.current(),
        "build": settings.BUILD,
        "cookie": settings.SESSION_COOKIE_NAME,
    }


def _populate(names):
    User.objects.bulk_create(User(username=n, email=f"{n}@example.com", display_name=n, kind="internal") for n in names)
    users = User.objects.all()
    Session.objects.bulk_create(_session(user) for user in users)
    Preference.objects.bulk_create(Preference(user=user, key="temperature", value=0.7, at=now()) for user in users)


def _session(user):
    claims = {SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0]}
    claims[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store = SessionStore()
    data, key = store.encode(claims), store._get_new_session_key()
    return Session(session_key=key, session_data=data, expire_date=now() + timedelta(days=1))


def _claims(row):
    return SessionStore().decode(row.session_data)


def rename(user):
    """One row of the list that everybody watches: one commit, one rendered fragment, one frame."""
    with transaction.atomic():
        User.objects.filter(pk=user).update(display_name=f"Person at {time.monotonic():.6f}")
        publish("people", upsert("#people-list", "accounts/_person.html", person=User(pk=user)))


def prefer(user):
    """One setting of one person, through the model's own save and its receiver."""
    preference = Preference.objects.get(user=user, key="temperature")
    preference.value = time.monotonic() % 2
    preference.save()


def nudge(*users):
    """One commit that changes a topic of each of these people: many frames, next to no work for the writer."""
    with transaction.atomic():
        for user in users:
            publish(Preference.topic_of(user), assign("temperature", time.monotonic() % 2))


def perform(name, *arguments):
    """One write; returns [[topic, version, when it was committed], …], by the clock that all processes share."""
    connection.ensure_connection()
    commit, committed = connection._commit, []

    def note_time():
        commit()
        committed.append(time.monotonic())

    connection._commit = note_time
    try:
        with frames.collecting() as sent:
            {"rename": rename, "prefer": prefer, "nudge": nudge}[name](*arguments)
    finally:
        del connection._commit
    return [(frame["topic"], frame["to"], committed[-1]) for frame in sent]


def obey(line):
    name, *arguments = json.loads(line)
    return people(*arguments) if name == "people" else perform(name, *arguments)


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(obey(line)), flush=True)
    publisher.flush()
    os._exit(0)  # The pool's threads have nothing to finish.

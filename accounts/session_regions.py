"""The parts of pages that show where a person is signed in."""

from django.urls import reverse

from accounts import known_devices, sessions
from realtime import Region


def session_list(request):
    """The person's sessions, the one that asks marked."""
    user, this = request.user, request.session.session_key
    return Region(
        "sessions",
        template="usersessions/_sessions.html",
        topics=[sessions.topic_of(user.pk)],
        src=reverse("session_list"),
        context=lambda: {"sessions": sessions.alive(user), "this": this},
    )


def new_devices(request):
    """Sign-ins on new devices that the person has not yet taken note of, for the frame of every page but the new one's own."""
    user, token = request.user, known_devices.token_of(request)
    return Region(
        "new-devices",
        template="usersessions/_new_devices.html",
        topics=[sessions.topic_of(user.pk)],
        src=reverse("new_devices"),
        context=lambda: {"devices": list(user.known_devices.unnoticed(but=token))},
    )

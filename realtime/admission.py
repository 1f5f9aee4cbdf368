"""The blocking half of a handshake: one job in one thread, so that a thousand reconnects do not queue up behind each other."""

import logging

from realtime import handshake, leases, presence, viewers
from realtime.pulse import SOCKET_LEASE_SECONDS

logger = logging.getLogger("realtime.socket")

MOST_SOCKETS = 10  # of one session, in all processes


def admit(socket, hello):
    """The handshake's answer, or the code to close with."""
    user = viewers.of([socket.session_key]).get(socket.session_key)
    if user is None or socket.user_id not in (None, user.pk):
        return 4401
    if socket.user_id is None and _is_one_too_many(socket):
        return 4409
    answer = handshake.answer(user, hello)
    if answer.reload is None:
        socket.user_id = user.pk
        _enter(socket, answer.rooms)
    return answer


def part(socket, rooms):
    """The socket is gone: its leases end."""
    try:
        leases.current().drop(_key(socket), socket.id)
        for room in rooms:
            presence.leave(room, socket.user_id, socket.tab)
    except Exception as error:
        logger.warning("Leases run out by themselves: %r", error)


def _enter(socket, rooms):
    try:
        for room in rooms:
            presence.enter(room, socket.user_id, socket.tab)
            presence.pass_on(room, socket.user_id, socket.tab.partition(".")[0])  # what its page took while it polled
    except Exception as error:
        logger.warning("Presence is not available: %r", error)


def _is_one_too_many(socket):
    try:
        leases.current().take(_key(socket), socket.id, SOCKET_LEASE_SECONDS)
        return len(leases.current().holders(_key(socket))) > MOST_SOCKETS
    except Exception as error:  # Without the store of leases people still work.
        logger.warning("Sockets of a session cannot be counted: %r", error)
        return False


def _key(socket):
    return f"sockets.{socket.session}"

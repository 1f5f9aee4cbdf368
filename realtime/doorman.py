import logging
from itertools import islice

from channels.db import database_sync_to_async

from realtime import rooms, topics, viewers

logger = logging.getLogger("realtime.doorman")

SLICES = 9  # sweeps until every socket has been checked once: 30 s


class Doorman:
    """Ends what is no longer allowed: a socket whose session is over, a topic whose right is lost."""

    def __init__(self, hub):
        self.hub = hub
        self.checks = 0  # how many were asked for, so that a handshake notices one in its middle
        self._round = iter(())
        self._tasks = set()

    def check_soon(self, user_id, session, topic=None):
        """Somebody's rights, or who may watch a topic, may have changed: check these sockets at once."""
        self.checks += 1
        watching = self.hub.groups.get(f"topic.{topic}", ()) if topic else ()
        affected = [s for s in self.hub.sockets if s.session == session or (user_id and s.user_id == user_id) or s in watching]
        if affected:
            task = self.hub.loop.create_task(self.check(affected))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def check_some(self):
        """The next part of all sockets, in case a message was lost."""
        some = list(islice(self._round, len(self.hub.sockets) // SLICES + 1))
        if not some:
            # Without the closed ones, or a round begun among many would take long for the few that are left.
            self._round = (socket for socket in tuple(self.hub.sockets) if not socket.closed)
        await self.check(some)

    async def check(self, sockets):
        known = [socket for socket in sockets if socket.user_id is not None]
        if not known:
            return
        claims = [(s, s.session_key, s.user_id, frozenset(s.topics), frozenset(s.rooms)) for s in known]
        for socket, lost in await database_sync_to_async(_judge, thread_sensitive=False)(claims):
            if lost is None:
                socket.close(4401)
            elif lost:
                await self._take(socket, lost)

    async def _take(self, socket, lost):
        lost &= socket.topics | socket.rooms  # another round may have taken them meanwhile
        if not lost:
            return
        socket.tell({"type": "gone", "topics": sorted(lost & socket.topics), "rooms": sorted(lost & socket.rooms)})
        groups = [f"topic.{name}" for name in lost & socket.topics] + [f"room.{name}" for name in lost & socket.rooms]
        socket.topics -= lost
        socket.rooms -= lost
        await self.hub.leave(socket, groups)


def _judge(claims):
    """[(socket, names it may no longer have)]; None in place of the names when the whole session is over."""
    users = viewers.of(key for _, key, *_ in claims)
    answers = {}

    def allowed(rule, user, name):
        if (rule, user.pk, name) not in answers:
            answers[rule, user.pk, name] = rule(user, name)
        return answers[rule, user.pk, name]

    judged = []
    for socket, key, user_id, watched, entered in claims:
        user = users.get(key)
        if user is None or user.pk != user_id:
            judged.append((socket, None))
            continue
        lost = {name for name in watched if not allowed(topics.may_watch, user, name)}
        lost |= {name for name in entered if not allowed(rooms.may_enter, user, name)}
        judged.append((socket, lost))
    return judged

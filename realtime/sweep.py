import asyncio
import logging

from channels.db import database_sync_to_async

from realtime import versions

logger = logging.getLogger("realtime.sweep")

SWEEP_SECONDS = 3


class Sweep:
    """Anti-entropy: compares what our sockets have been told with the database, so that any lost hint heals within 5 s."""

    def __init__(self, hub):
        self.hub = hub

    async def run(self):
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            try:
                await self.once()
            except Exception:
                logger.warning("The sweep failed, trying again in %s s", SWEEP_SECONDS, exc_info=True)

    async def once(self):
        await self.hub.settle_all()
        if self.hub.sockets:
            await self._compare()
            await self.hub.doorman.check_some()
        self.hub.showing.refresh_all()

    async def _compare(self):
        # Taken before the read: what is told in between is newer than what the read may miss.
        told = {topic: self.hub.seen[topic] for topic in self.hub.topics if topic in self.hub.seen}
        epoch, now = await database_sync_to_async(versions.snapshot, thread_sensitive=False)(told)
        self._reload_others(epoch)
        for topic, version in now.items():
            if version > told[topic] and version > self.hub.seen.get(topic, version):
                logger.debug("%s healed: told %s, is %s", topic, told[topic], version)
                self.hub.tell_stale(topic, version)

    def _reload_others(self, epoch):
        for socket in tuple(self.hub.sockets):
            if socket.epoch not in (None, epoch):
                socket.epoch = epoch
                socket.tell({"type": "reload", "reason": "epoch"})

"""Leases: who holds what, until when. In Redis or in memory; never a guess from open connections."""

import threading
import time
from functools import cache

from django.conf import settings


class MemoryLeases:
    """For one process. All times in seconds."""

    def __init__(self):
        self._ends = {}  # key → {holder: when it ends}
        self._lock = threading.Lock()

    def take(self, key, holder, seconds):
        self.renew([(key, holder, seconds)])

    def renew(self, leases):
        """Leases are (key, holder, seconds from now)."""
        with self._lock:
            for key, holder, seconds in leases:
                self._ends.setdefault(key, {})[holder] = time.monotonic() + seconds

    def drop(self, key, holder):
        with self._lock:
            current = self._ends.get(key, {})
            current.pop(holder, None)
            self._keep(key, current)

    def holders(self, key):
        now = time.monotonic()
        with self._lock:
            current = {holder: end for holder, end in self._ends.get(key, {}).items() if end > now}
            self._keep(key, current)
        return sorted(current)

    def _keep(self, key, current):
        """Only these hold it; what nobody holds takes no room."""
        if current:
            self._ends[key] = current
        else:
            self._ends.pop(key, None)


class RedisLeases:
    """One sorted set a key: holders, scored by when their lease ends. Clocks of the machines must agree within seconds."""

    keep_seconds = 600

    def __init__(self, url):
        import redis

        self._redis = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)
        self._prefix = f"{settings.REDIS_PREFIX}:lease:"

    def take(self, key, holder, seconds):
        self.renew([(key, holder, seconds)])

    def renew(self, leases):
        now = time.time()
        with self._redis.pipeline(transaction=False) as pipe:
            for key, holder, seconds in leases:
                pipe.zadd(self._prefix + key, {holder: now + seconds})
                pipe.expire(self._prefix + key, self.keep_seconds)
            pipe.execute()

    def drop(self, key, holder):
        self._redis.zrem(self._prefix + key, holder)

    def holders(self, key):
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.zremrangebyscore(self._prefix + key, "-inf", time.time())
            pipe.zrange(self._prefix + key, 0, -1)
            return sorted(holder.decode() for holder in pipe.execute()[1])


@cache
def current():
    """The store of this process."""
    return RedisLeases(settings.REDIS_URL) if settings.REDIS_URL else MemoryLeases()

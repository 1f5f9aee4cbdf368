"""The protocol with one rule taken out. Each of these must spoil its scene."""

import json
from dataclasses import replace

from channels.db import database_sync_to_async
from django.db import connections
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from realtime import admission, handshake, regions, versions
from realtime.consumers import LiveConsumer
from realtime.db import commit
from realtime.frames import announce
from realtime.handshake import Hello
from realtime.hub import Hub
from realtime.sweep import Sweep
from tests.realtime.page import RegionPart
from tests.realtime.stage import Stage


def no_stale_answer(patch):
    answer = handshake.answer
    patch.setattr(handshake, "answer", lambda user, hello: replace(answer(user, hello), stale={}))


def read_before_join(patch):
    async def watch(self, message, reply):
        hello, socket = Hello.parse(message), self.socket
        answer = await database_sync_to_async(admission.admit, thread_sensitive=False)(socket, hello)
        self.deadline.cancel()
        socket.topics.update(hello.topics)
        await self.hub.join(socket, [f"topic.{topic}" for topic in hello.topics])
        await self._settle(hello, answer, reply)

    patch.setattr(LiveConsumer, "watch", watch)


def rows_before_version(patch):
    def html(self):
        inner = mark_safe(self._render())
        _, shown = versions.snapshot(self.topics)
        opening = '<live-region id="{}" data-src="{}" data-topics="{}">{}</live-region>'
        return format_html(opening, self.name, self.src, json.dumps(shown), inner)

    patch.setattr(regions.Region, "html", html)


def no_anti_entropy(patch):
    async def compare(self):
        pass

    patch.setattr(Sweep, "_compare", compare)


def highest_told_counts(patch):
    def told(self, topic, version):
        self.seen[topic] = max(version, self.seen.get(topic, version))

    patch.setattr(Hub, "told", told)


def version_raised_after_commit(patch):
    """As if COMMIT came first and the announcement raised the versions: a crash in between raises none."""
    raising = commit.raise_versions

    def announcement(noted, told, using):
        return lambda: announce(noted, raising(connections[using], told), using)

    patch.setattr(commit, "raise_versions", lambda connection, topics: dict.fromkeys(topics))
    patch.setattr(commit, "announcement", announcement)


def no_version_guard(patch):
    class Credulous(RegionPart):
        """Applies whatever comes."""

        def receive(self, frame):
            self.apply(frame)

    patch.setattr(Stage, "part", Credulous)


def no_gap_rule(patch):
    class Hasty(RegionPart):
        """Drops what is old, but does not mind a gap."""

        def receive(self, frame):
            if frame["to"] > self.topics.get(frame["topic"], 0):
                self.apply(frame)

    patch.setattr(Stage, "part", Hasty)


def no_epoch(patch):
    reload = handshake._reload
    patch.setattr(handshake, "_reload", lambda hello, epoch, now: reload(replace(hello, epoch=None), epoch, now))

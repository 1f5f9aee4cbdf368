"""A page as docs/protocol.md describes it, in Python: parts that show topics at versions, and the rules for frames."""

import json
import time

from tests.realtime import tree

GAP_SECONDS = 0.3


class Part:
    """A region or store. `load()` answers (versions, content) and is called again whenever the rules say fetch."""

    def __init__(self, load):
        self.load = load
        self.topics, self.content = load()
        self.kept, self.known, self.gap_since = {}, {}, None
        self.shown = []  # every state it went through: (versions, what it shows)
        self.remember()

    def receive(self, frame):
        topic = frame["topic"]
        if topic not in self.topics or frame["to"] <= self.topics[topic]:
            return
        self.hear({topic: frame["to"]})
        if "patches" in frame:
            self.kept[topic, frame["from"]] = frame
        self.settle()

    def hear(self, versions):
        """These versions exist."""
        for topic, version in versions.items():
            self.known[topic] = max(version, self.known.get(topic, 0))

    @property
    def is_behind(self):
        return any(self.known.get(topic, 0) > version for topic, version in self.topics.items())

    def settle(self):
        """Apply every kept frame whose turn has come."""
        while frame := self._next():
            self.apply(frame)
        if not self.is_behind:
            self.gap_since = None

    def _next(self):
        turns = ((topic, version) for topic, version in self.topics.items() if (topic, version) in self.kept)
        return self.kept.pop(next(turns, None), None)

    def apply(self, frame):
        for patch in frame["patches"]:
            self.patch(patch)
        self.topics[frame["topic"]] = frame["to"]
        self.remember()

    def tick(self, gap=GAP_SECONDS):
        """Fetch if it is behind and nothing closed the gap in time."""
        if not self.is_behind:
            return
        self.gap_since = self.gap_since or time.monotonic()
        if time.monotonic() - self.gap_since >= gap:
            self.fetch()

    def fetch(self):
        topics, content = self.load()
        if all(version >= self.topics.get(topic, 0) for topic, version in topics.items()):
            self.topics, self.content = topics, content
            self.kept = {key: frame for key, frame in self.kept.items() if key[1] >= topics.get(key[0], 0)}
            self.remember()
        self.gap_since = None
        self.settle()

    def remember(self):
        self.shown.append((dict(self.topics), self.show()))


class RegionPart(Part):
    """A <live-region>: elements that patches put in and take out."""

    @staticmethod
    def read(html):
        """What `load` answers, from the HTML of a region's address."""
        region = tree.parse(html)
        topics = json.loads(region.attributes.pop("data-topics"))
        return topics, region

    def patch(self, patch):
        tree.apply(self.content, patch)

    def show(self):
        return self.content.html()


class StorePart(Part):
    """A store: values by key."""

    def patch(self, patch):
        assert patch["op"] == "set", "A store takes values only"
        self.content[patch["key"]] = patch["value"]

    def show(self):
        return json.dumps(self.content, sort_keys=True)


class Page:
    """The parts of one tab, and what each message of the socket does to them."""

    def __init__(self, **parts):
        self.parts = parts
        self.must_reload = None

    @property
    def claims(self):
        """What its hello says: the lowest version that it shows of each topic."""
        claims = {}
        for part in self.parts.values():
            for topic, version in part.topics.items():
                claims[topic] = min(version, claims.get(topic, version))
        return claims

    def receive(self, message):
        if message["type"] == "frame":
            for part in self.parts.values():
                part.receive(message)
        elif message["type"] in ("welcome", "watching"):
            self.hear(message["stale"])
        elif message["type"] == "stale":
            self.hear(message["topics"])
        elif message["type"] == "reload":
            self.must_reload = message["reason"]

    def hear(self, versions):
        for part in self.parts.values():
            part.hear({topic: version for topic, version in versions.items() if topic in part.topics})

    def tick(self, gap=GAP_SECONDS):
        for part in self.parts.values():
            part.tick(gap)

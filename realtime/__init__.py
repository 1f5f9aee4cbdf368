"""Versioned topics, live regions and presence. Knows no domain.

The truth is a version in the database; every message is only a hint. docs/protocol.md has the messages.
"""

from realtime.patches import assign, remove, upsert
from realtime.publishing import publish
from realtime.regions import Region
from realtime.rights import recheck
from realtime.rooms import room
from realtime.streams import stream
from realtime.topics import topic

__all__ = ["Region", "assign", "publish", "recheck", "remove", "room", "stream", "topic", "upsert"]

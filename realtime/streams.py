"""What passes by: tokens of a text that is being written. No versions, nothing is kept, nothing is sent again."""

import json

from realtime.publisher import send


def stream(topic, key, message, is_last=False):
    """Send a message to whoever watches a topic right now.

    Whatever is lost is made up for by the next one: each must carry all that is new since something a page can fetch.
    On its way to Redis and to a page that is slow a newer message of the same `key` takes the place of an older one, but
    not of one that `is_last`: the next ones go on from there.
    """
    text = json.dumps({"type": "stream", "topic": topic, "key": key, **message}, separators=(",", ":"))
    send(f"topic.{topic}", {"type": "stream", "topic": topic, "key": key, "text": text}, key, is_last)

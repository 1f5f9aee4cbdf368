"""What ComfyUI's socket tells of one prompt.

https://docs.comfy.org/development/comfyui-server/comms_messages; the binary ones are in its `server.py`: after a type in four bytes,
big-endian, 1 is a preview (four bytes of format, the image), 4 one with the length of a JSON in front, and the JSON.
"""

import json
from dataclasses import dataclass, field

from generations.backends import Progress
from generations.backends.wire import LARGEST_PREVIEW

PICTURE, PICTURE_OF_PROMPT = 1, 4
HELLO = json.dumps({"type": "feature_flags", "data": {"supports_preview_metadata": True}})


@dataclass
class Drawing:
    """One prompt: how far it is. `shares` are the nodes that take the time, each with its share of it."""

    id: str
    client: str
    shares: dict
    has_begun: bool = False
    has_ended: bool = False
    was_stopped: bool = False
    error: dict | None = None
    fractions: dict = field(default_factory=dict)

    @property
    def fraction(self):
        """From 0 to 1."""
        return sum(self.shares[node] * done for node, done in self.fractions.items())

    def take(self, message):
        """A Progress, where this message tells of one; None for all others, also those of other prompts."""
        if isinstance(message, bytes):
            return self._take_picture(message)
        event = _parsed(message)
        data, act = event.get("data"), self._acts().get(event.get("type"))
        if act is None or not isinstance(data, dict) or data.get("prompt_id", self.id) != self.id:
            return None
        act(data)
        return Progress(self.fraction) if self.has_begun and not self.has_ended else None

    def fail(self, event, data):
        """It ended without an image."""
        self.has_ended = True
        self.was_stopped = event == "execution_interrupted"
        self.error = data

    def recall(self, status):
        """What the history says of its end: `{"status_str", "messages": [[event, data], …]}`, from old servers nothing."""
        if not isinstance(status, dict) or status.get("status_str") != "error" or self.error is not None:
            return
        told = [each for each in status.get("messages") or () if isinstance(each, list) and len(each) == 2]
        ends = [each for each in told if each[0] in ("execution_error", "execution_interrupted") and isinstance(each[1], dict)]
        self.fail(*(ends[-1] if ends else ("execution_error", {})))

    def _acts(self):
        return {
            "execution_start": self._begin,
            "executing": self._execute,
            "progress": self._progress,
            "progress_state": self._progress_state,
            "execution_success": self._end,
            "execution_error": lambda data: self.fail("execution_error", data),
            "execution_interrupted": lambda data: self.fail("execution_interrupted", data),
        }

    def _begin(self, _):
        self.has_begun = True

    def _end(self, _):
        self.has_ended = True

    def _execute(self, data):
        """The node that it works on now; none is the end, once this prompt is named."""
        self.has_begun = True
        self.has_ended = data.get("node") is None and "prompt_id" in data

    def _progress(self, data):
        self.has_begun = True
        self._count(str(data.get("node", next(iter(self.shares)))), data)

    def _progress_state(self, data):
        self.has_begun = True
        nodes = data.get("nodes")
        for node, state in nodes.items() if isinstance(nodes, dict) else ():
            self._count(node, state)

    def _count(self, node, state):
        value, most = (state.get(name) for name in ("value", "max")) if isinstance(state, dict) else (None, None)
        if node in self.shares and all(isinstance(number, (int, float)) for number in (value, most)) and most > 0:
            self.fractions[node] = min(max(value / most, 0.0), 1.0)

    def _take_picture(self, message):
        kind, rest = int.from_bytes(message[:4], "big"), message[4:]
        if kind == PICTURE_OF_PROMPT:
            length = int.from_bytes(rest[:4], "big")
            told, picture = _parsed(rest[4 : 4 + length]), rest[4 + length :]
            is_ours = told.get("prompt_id") == self.id
        else:
            picture, is_ours = rest[4:], kind == PICTURE and self.has_begun
        if not is_ours or not 0 < len(picture) <= LARGEST_PREVIEW:
            return None
        self.has_begun = True
        return Progress(self.fraction, picture)


def _parsed(text):
    try:
        event = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return event if isinstance(event, dict) else {}

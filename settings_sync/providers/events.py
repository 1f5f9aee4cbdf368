"""Reading server-sent events as they arrive.

https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
"""

import json

LONGEST = 4 * 1024 * 1024  # bytes of one event


class Malformed(Exception):
    """What came is not a stream of events."""


async def read(parts, longest=LONGEST):
    """The events in these bytes: for each part that arrives a list of parsed JSON, or `None` for "[DONE]".

    One list for everything that came at once, as a busy process reads several events together. The SDKs' own reading makes
    typed objects of every event and costs eight times as much. Raises Malformed after all events that came before what is
    wrong, also for an event of more than `longest` bytes.
    """
    reader, has_begun = _Reader(longest), False
    async for part in parts:
        if found := reader.take(part):
            has_begun = True
            yield found
        reader.check()
    if found := reader.take(b"\n\n"):  # its last blank line is missing
        yield found
    elif not has_begun:
        raise Malformed
    reader.check()


class _Reader:
    """`rest` is the line that has not ended yet: an image is one line of many parts, so it grows in place."""

    def __init__(self, longest):
        self.longest, self.rest, self.data = longest, bytearray(), []
        self._is_malformed = False

    def take(self, part):
        """The events that are complete with this part, up to where it is malformed."""
        first, *others = part.split(b"\n")
        self.rest += first
        if not others:
            return []
        lines, self.rest, found = [bytes(self.rest), *others[:-1]], bytearray(others[-1]), []
        try:
            for line in lines:
                self._take_line(line.removesuffix(b"\r"), found)
        except Malformed:
            self._is_malformed = True
        return found

    def check(self):
        """Raises Malformed where what came so far is wrong, or too long."""
        if self._is_malformed or len(self.rest) + sum(map(len, self.data)) > self.longest:
            raise Malformed

    def _take_line(self, line, found):
        if line.startswith(b"data:"):
            self.data.append(line[5:].removeprefix(b" "))
        elif not line and self.data:
            data, self.data = b"\n".join(self.data), []
            found.append(_parsed(data))


def _parsed(data):
    if data.strip() == b"[DONE]":
        return None
    try:
        event = json.loads(data.decode(errors="surrogatepass"))  # of bytes it would guess the encoding
    except (ValueError, RecursionError):
        raise Malformed from None
    if not isinstance(event, dict):
        raise Malformed
    return event

"""One top-level block of a message, complete or still being written."""

import re
from html import escape

# Where text that is added to a rendered end belongs: before these.
CLOSING = re.compile(r"(?:\s|</(?:p|li|ul|ol|h[3-6]|blockquote|td|th|tr|tbody|thead|table|div)>)*\Z")


class Block:
    """`parts` are lines or items that are complete; then comes what is open: `shown` as it was last rendered, and `text`
    that was written since. `rendering` counts the renderings of the open end. A block that is complete has only `whole`."""

    def __init__(self, before="", after=""):
        self.before, self.after = before, after
        self.parts, self.shown, self.text, self.rendering = [], "", "", 0
        self.whole = None

    @property
    def is_open(self):
        return self.whole is None

    @property
    def html(self):
        return self.whole if self.whole is not None else self.before + "".join(self.parts) + self.rest + self.after

    @property
    def rest(self):
        """The open end with the text that was added to it, where the page puts it too."""
        at = CLOSING.search(self.shown).start()
        return self.shown[:at] + escape(self.text, quote=False) + self.shown[at:]

    def show(self, html):
        """The open end was rendered anew."""
        self.shown, self.text = html, ""
        self.rendering += 1

    def close(self, html):
        self.whole, self.parts, self.shown, self.text = html, [], "", ""

    def mark(self):
        """What a page has once it got everything up to now."""
        return len(self.parts), self.rendering, len(self.text)

    def since(self, mark):
        """The patch that brings a page from a mark to now; see `Stream.since`."""
        parts, rendering, characters = mark
        if not self.is_open:
            return {"html": self.whole}
        if (parts, rendering) == (len(self.parts), self.rendering):
            return {"from": characters, "text": self.text[characters:]} if self.text[characters:] else {}
        text = {"from": 0, "text": self.text} if self.text else {}
        if self.before and parts:
            return {"at": parts, "html": "".join(self.parts[parts:]) + self.shown, **text}
        return {"html": self.before + "".join(self.parts) + self.shown + self.after, **text}

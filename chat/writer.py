"""Shows a reply while it is being written, and keeps it: the first piece at once, then a window at a time."""

import asyncio
from dataclasses import dataclass
from time import monotonic

from chat.keeping import keeper
from chat.markdown import Stream
from realtime import stream
from realtime.texts import storable

WINDOW = 0.05  # seconds between two messages to the pages
WIDEST = 0.25  # seconds, where this process has more to do than it can


@dataclass(frozen=True, slots=True)
class Taken:
    """What a checkpoint saves, and how far a page is that fetches it."""

    text: str
    reasoning: str
    mark: tuple


class Writer:
    """Takes pieces of text for one reply.

    Pages get `{from, to, count, patches, reasoning?}`: everything since checkpoint `from`. `to` is one more when the text
    was saved just now, so a page that applied it is at that checkpoint. `count` is how many blocks there are.
    """

    def __init__(self, reply, topic):
        self.reply, self.topic = reply, topic
        self._stream = Stream()
        self._stream.write(reply.text)
        self._stream.update()
        self._mark, self._reasoning_mark = self._stream.fetched(), len(reply.reasoning)
        self._shown_at, self._window = 0.0, WINDOW
        self._timer, self._half = None, ""
        self._keeper = keeper()
        self.has_news = self.has_begun = False  # whether there is anything to save, and whether there ever was
        self.failure = None  # why it can write no more
        self._keeper.join(self)

    def write(self, text="", reasoning=""):
        """Take what the model said; it is shown within a window. Half of a character waits for the other half."""
        text, self._half = whole(self._half + text)
        reasoning = storable(reasoning)
        self.reply.text += text
        self.reply.reasoning += reasoning
        self._stream.write(text)
        self.has_news = self.has_begun = True
        if self._timer is None:
            wait = self._shown_at + self._window - monotonic()
            if wait > 0:
                self._due = monotonic() + wait
                self._timer = asyncio.get_running_loop().call_later(wait, self._show_due)
            else:
                self._show()

    def close(self):
        """No more will come. What was written is in the reply, to be saved with its end."""
        self._unset_timer()
        self._keeper.leave(self)
        self._stream.close()
        self.reply.blocks = [block.html for block in self._stream.blocks]

    def _show_due(self):
        """Late by as much as this process is behind: then fewer messages, of more words each, until it is not."""
        late = monotonic() - self._due
        self._window = min(max(WINDOW, 0.9 * self._window, 3 * late), WIDEST)
        self._show()

    def _show(self, to=None):
        self._unset_timer()  # a save shows too: a timer that is forgotten would show a stream that is closed
        self._shown_at = monotonic()
        self._stream.update()
        here = self.reply.checkpoint_number
        message = {"message": str(self.reply.message_id), "from": here if to is None else to - 1, "to": here}
        message |= {"count": len(self._stream.blocks), "patches": self._stream.since(self._mark)}
        if self.reply.reasoning[self._reasoning_mark :]:
            message |= {"reasoning": self.reply.reasoning[self._reasoning_mark :], "at": self._reasoning_mark}
        stream(self.topic, f"reply.{self.reply.message_id}", message, is_last=to is not None)

    def _unset_timer(self):
        if self._timer:
            self._timer.cancel()
        self._timer = None

    # For the keeper

    def take(self):
        """Everything so far, to be saved."""
        self.has_news = False
        self._stream.update()
        return Taken(self.reply.text, self.reply.reasoning, self._stream.fetched())

    def kept(self, taken):
        """It is in its row, so now comes word of it: a page that hears of a checkpoint can fetch it."""
        self._show(to=self.reply.checkpoint_number)
        self._mark, self._reasoning_mark = taken.mark, len(taken.reasoning)


def whole(text):
    """(what of a text can be stored, the half of a surrogate pair at its end): some servers cut characters in two."""
    half = text[-1:] if "\ud800" <= text[-1:] <= "\udbff" else ""
    return storable(text.removesuffix(half)), half

"""How a message is shown."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils import timezone
from django.utils.safestring import mark_safe

from chat import markdown
from chat.models import branches, looks
from usage.money import shown

GROUP = 32  # blocks; static/js/chat/blocks.js counts on it
STEPS = [(86_400, "day"), (3_600, "h"), (60, "min")]
PROBLEMS = {
    "failed": "Something went wrong while this was written.",
    "cancelled": "Stopped.",
    "interrupted": "The server stopped while this was written. What came so far is kept.",
}


@dataclass(frozen=True)
class Branch:
    """Which of several that were said in the same place."""

    number: int
    count: int
    previous: Any = None
    next: Any = None


class Showing:
    """What the fragment of a message asks for; a part of Message."""

    @property
    def is_reply(self):
        return self.role == self.Role.ASSISTANT

    @property
    def is_being_written(self):
        return self.reply is not None and self.reply.is_unfinished

    @property
    def state(self):
        """Of a reply: queued, running, done, failed, cancelled or interrupted; of what a person said: empty."""
        return self.reply.state if self.reply else ""

    @property
    def sort_key(self):
        return f"{self.position:08}"

    @property
    def shown_html(self):
        """The blocks; of a reply that is being written those up to its last checkpoint, the last one open."""
        if not self.is_being_written:
            return mark_safe(self.html)  # noqa: S308 – made by chat.markdown, which cleans it
        stream = markdown.Stream()
        stream.write(self.reply.text)
        stream.update()
        return mark_safe(framed(block.html for block in stream.blocks))  # noqa: S308

    @property
    def source(self):
        """The Markdown, as far as it is written."""
        return self.reply.text if self.is_being_written else self.text

    @property
    def shown_reasoning(self):
        return self.reply.reasoning if self.is_being_written else self.reasoning

    @property
    def broke_off(self):
        """Whether this is a reply that ended before its end."""
        return self.state in ("failed", "cancelled", "interrupted")

    @property
    def problem(self):
        """What happened to a reply that broke off, in words."""
        return self.reply.error or PROBLEMS.get(self.state, "") if self.broke_off else ""

    @property
    def can_go_on(self):
        """Whether there is more of it to come: it broke off, or came to the longest reply that its person allows."""
        return bool(self.text) and (self.broke_off or (self.reply is not None and self.reply.code == "length"))

    @property
    def model_name(self):
        """The model's own name, without the provider's."""
        return "Lockstep guide" if self.model == "lockstep-guide" else self.model.partition(":")[2] or self.model

    @property
    def cost_words(self):
        """In dollars, with as many digits as tell something."""
        return shown(self.cost) if self.cost else ""

    @property
    def ago(self):
        """How long ago it was said; static/js/pieces/times.js goes on in the same words."""
        seconds = int((timezone.now() - self.created_at).total_seconds())
        for length, unit in STEPS:
            if seconds >= length:
                count = seconds // length
                return f"{count} {unit}{'s' if unit == 'day' and count > 1 else ''} ago"
        return "just now" if seconds < 10 else f"{seconds // 10 * 10} s ago"

    @cached_property
    def siblings(self):
        """The pks of all that was said in this place, the oldest first. Whoever shows many sets it for all at once."""
        return looks.beside(self) if self.parent_id else branches.siblings_of([self])[self.pk]

    @property
    def branch(self):
        at = self.siblings.index(self.pk)
        previous, after = self.siblings[at - 1 : at] or [None], self.siblings[at + 1 : at + 2] or [None]
        return Branch(at + 1, len(self.siblings), previous[0], after[0])


def framed(blocks):
    """The HTML of a message from that of its blocks. They stand in groups: to lay out one block more, a browser looks at those."""
    numbered = [f'<div class="block" data-block="{number}">{html}</div>' for number, html in enumerate(blocks)]
    groups = ["\n".join(numbered[at : at + GROUP]) for at in range(0, len(numbered), GROUP)]
    return "\n".join(f'<div class="blocks">{group}</div>' for group in groups)

"""How an image is shown."""

from functools import cache, cached_property

from django.urls import reverse
from django.utils.text import Truncator

from generations.choices import BUILT_IN_LABEL, BUILT_IN_MODEL
from generations.models.gallery import Reach
from generations.models.order import key_of

PREFIXES = {Reach.EVERYBODY: "generation", Reach.OWNER: "mine", Reach.STAFF: "mine", Reach.NOBODY: "generation"}
PROBLEMS = {
    "failed": "Something went wrong while this was made.",
    "cancelled": "Cancelled.",
    "interrupted": "The server stopped while this was made.",
}
LONGEST_TITLE = 200  # characters
SIDE = 512  # pixels, the longest side of what the gallery shows


class Showing:
    """What the fragments of an image ask for; a part of Generation.

    The card of a public image and that of a private one have different ids: the one that goes from one topic and the one
    that comes by another may arrive in either order.
    """

    @property
    def element_id(self):
        return f"{self.seen_as or PREFIXES[self.reach]}-{self.pk}"

    @property
    def sort_key(self):
        return key_of(self.rank, self.pk)

    @property
    def is_done(self):
        return self.state == self.State.DONE

    @property
    def has_broken(self):
        return not (self.is_done or self.is_unfinished)

    @property
    def likes_words(self):
        """How many like it; nothing where nobody does."""
        return str(self.likes_count or "")

    @cached_property
    def address(self):
        """Of its page; those of its files and deeds are below. A gallery has many, and to find each route anew takes longest."""
        return f"{_gallery()}{self.pk}/"

    @cached_property
    def title(self):
        """The prompt on one line, short enough for a tooltip."""
        line = " ".join(self.prompt.split())
        return line if len(line) <= LONGEST_TITLE else Truncator(line).chars(LONGEST_TITLE)

    @property
    def model_name(self):
        """The model's own name, without the provider's."""
        return BUILT_IN_LABEL if self.model == BUILT_IN_MODEL else self.model.partition(":")[2] or self.model

    @property
    def problem(self):
        """Why there is no image, in words."""
        return self.error or PROBLEMS.get(self.state, "")

    @cached_property
    def place(self):
        """(how many are in front of it, seconds until it is done) while it waits. Whoever shows many sets it for all at once."""
        return type(self).objects.places().get(self.pk, (None, None))

    @property
    def status_words(self):
        """How far it is: "Waiting, 2 in front, about 40 s", "40 %, about 12 s"."""
        if self.state == self.State.QUEUED:
            return waiting_words(*self.place)
        if not self.progress and self.position is not None:
            return waiting_words(self.position, self.seconds)
        return progress_words(self.progress, self.seconds)

    @property
    def preview_url(self):
        """The latest preview while it is made, else ""."""
        return f"{self.address}preview/?{self.previews}" if self.previews else ""

    @property
    def small_url(self):
        return self._url_of(self.small)

    @property
    def large_url(self):
        return self._url_of(self.large)

    @property
    def original_url(self):
        return self._url_of(self.original)

    def _url_of(self, file):
        return f"{self.address}files/{file.name.rpartition('/')[2]}" if file else ""

    @property
    def shown_size(self):
        """(width, height) of the picture as it is, or as it was wished, as text: templates look for the locale of each number."""
        return str(self.real_width or self.width), str(self.real_height or self.height)


@cache
def _gallery():
    return reverse("generations:index")


def waiting_words(position, seconds):
    """What is said of one that waits."""
    front = f"{position} in front" if position else "next" if position == 0 else ""
    return ", ".join(filter(None, ["Waiting", front, _about(seconds)]))


def progress_words(progress, seconds):
    """What is said of one that is being made."""
    return ", ".join(filter(None, [f"{progress} %" if progress else "Starting", _about(seconds)]))


def _about(seconds):
    """Roughly: nobody can know it to the second."""
    if not seconds:
        return ""
    return f"about {seconds} s" if seconds < 90 else f"about {round(seconds / 60)} min"

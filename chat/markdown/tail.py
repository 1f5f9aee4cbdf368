"""The end of a text that is still open: how much of it was rendered, and when to do that again.

Words without any sign are shown as they are. An end longer than `ALWAYS` characters is rendered again only when it grew by a
quarter, or when a new block seems to begin: so a text costs as much as it is long, however its author writes it.
"""

import re

ALWAYS = 1_000  # characters
LEAST = 16  # characters: less than that waits for more, or for its line to end
OVERLAP = 8  # characters before the new ones in which a boundary may begin
MOST_EARLY = 8  # renderings of one long end that only seemed to end
SIGNS = re.compile(r"[\n*_`\[\]!<>~$\\|#&:/.@^=+-]")
BOUNDARY = re.compile(r"\n[ \t]*\n|\n {0,3}(?:```|~~~)")


class Tail:
    """`text` from the beginning of the last block on; its first `rendered` characters have been shown."""

    def __init__(self):
        self.restart("")

    def restart(self, text):
        """This is the open end from now on, and nothing of it has been looked at."""
        self.text = text
        self.rendered = self._looked = self._seen = self._early = 0
        self._has_signs = False

    def end(self):
        """No more will come: the last line is complete."""
        self.restart(self.text + ("\n" if self.text and not self.text.endswith("\n") else ""))

    @property
    def new(self):
        return self.text[self.rendered :]

    def was_rendered(self):
        self.rendered = len(self.text.rstrip(" "))  # what follows the spaces brings them along
        self._seen, self._has_signs = self.rendered, False

    def cut(self, lines):
        """Take its first lines off. Returns them."""
        at = 0
        for _ in range(lines):
            at = self.text.index("\n", at) + 1
        before = self.text[:at]
        self.restart(self.text[at:])
        return before

    def complete_lines(self):
        """All complete lines, where there are more of those than at the last look; else nothing."""
        complete = self.text.rfind("\n") + 1
        if complete == self._looked:
            return ""
        self._looked = complete
        return self.text[:complete]

    def may_be_formula(self, line):
        """Whether the complete lines from this one on may be the beginning of a formula: until a blank line anything is in it."""
        rest = self.text.split("\n")[line:-1]
        return rest[0].lstrip().startswith("$$") and all(map(str.strip, rest))

    def has_to_be_rendered(self):
        if not self.rendered:
            return bool(self.text.strip())
        fresh = self.text[max(self.rendered, self._seen - OVERLAP) :]
        self._seen, is_long = len(self.text), len(self.text) > ALWAYS
        self._has_signs = self._has_signs or SIGNS.search(fresh) is not None
        if self._has_signs and len(self.text) >= LEAST + self.rendered * (1.25 if is_long else 1.125):
            return True
        return self._seems_to_end(fresh) if is_long else "\n" in fresh

    def _seems_to_end(self, fresh):
        if BOUNDARY.search(fresh) is None:
            return False
        self._early += 1
        return self._early <= MOST_EARLY

"""Markdown while it is being written: what is complete is rendered once, only the open end again.

A text of n characters costs O(n), whatever stands in it: code grows by lines and a list by items, and `Tail` says when the
open end of anything else is worth another rendering.
"""

import copy

from chat.markdown.block import Block
from chat.markdown.code import CodeWriter
from chat.markdown.dialect import parse, rendered
from chat.markdown.tail import Tail

NOTHING = (0, -1, 0)  # the mark of a block that a page does not have
LISTS = {"bullet_list_open": "ul", "ordered_list_open": "ol"}


class Stream:
    """Write pieces of text into it, `update`, and take what is new since a mark. `blocks` are all blocks so far."""

    def __init__(self):
        self.blocks = []
        self._tail, self._half = Tail(), ""
        self._env = {}
        self._go_on = self._in_document

    def write(self, piece):
        """Add text as it comes, cut anywhere."""
        piece = self._half + piece
        self._half = "\r" if piece.endswith("\r") else ""
        self._tail.text += piece.removesuffix("\r").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")

    def update(self):
        """Render what was written."""
        while self._go_on():
            pass

    def close(self):
        """The text is complete: nothing is open any more."""
        self._half = ""
        self._tail.end()
        self.update()
        if self._go_on == self._in_list:
            self._items_before.append(self._tail.text)
        if self.blocks and self.blocks[-1].is_open:
            self._finish()

    def mark(self):
        """How far it is: (number of the last block, its own mark)."""
        return (len(self.blocks) - 1, self.blocks[-1].mark()) if self.blocks else (0, NOTHING)

    def fetched(self):
        """The mark of a page that fetched the text as it is now: it has the complete parts, but rendered the end for itself."""
        number, (parts, *_) = self.mark()
        return number, (parts, -1, 0)

    def since(self, mark):
        """Everything new since a mark: patches `{"block": n, …}`, to be applied in order, and more than once if need be.

        `html` is all of the block, or with `at` what comes after its first `at` parts. `text` is plain text at the end of
        that, after the first `from` characters of such text.
        """
        first, own = mark
        marks = [own, *[NOTHING] * len(self.blocks)]
        patches = [{"block": first + n, **block.since(marks[n])} for n, block in enumerate(self.blocks[first:])]
        return [patch for patch in patches if len(patch) > 1]

    # Modes: each renders what it can, and returns whether another has to go on

    def _in_document(self):
        if not self._is_due():
            return False
        if groups := self._decided(self._complete_groups()):
            *done, last = groups
            for group in done:
                self._open.close(self._html(group))
            if last[0].type == "fence":
                return self._begin_code(last[0])
            if last[0].type in LISTS:
                return self._begin_list(last[0])
            if done:
                self._tail.cut(last[0].map[0])
        self._show(self._groups(self._tail.text))
        return False

    def _begin_code(self, fence):
        self._tail.cut(fence.map[0])
        self._writer = CodeWriter(fence, self._tail.cut(1))
        return self._begin(Block(*self._writer.frame), self._in_code)

    def _in_code(self):
        block, writer = self.blocks[-1], self._writer
        *lines, rest = self._tail.text.split("\n")
        for number, line in enumerate(lines, 1):
            if writer.is_closed_by(line):
                self._tail.restart("\n".join([*lines[number:], rest]))
                self._finish()
                return True
            block.parts.append(writer.add(line + "\n"))
        self._tail.restart(rest)
        block.show(writer.preview(rest))
        return False

    def _begin_list(self, opening):
        self._tail.cut(opening.map[0])
        name, first = LISTS[opening.type], opening.attrs.get("start")
        self._list, self._items_before = (opening.type, opening.markup), []
        start = f' start="{int(first)}"' if first is not None else ""
        return self._begin(Block(f"<{name}{start} data-parts>", f"</{name}>"), self._in_list)

    def _in_list(self):
        if not self._is_due():
            return False
        if groups := self._complete_groups():
            items = self._items(groups[0])
            if len(groups) > 1 or not items:
                self._items_before.append(self._tail.cut((groups[1:] or groups)[0][0].map[0]))
                self._finish()
                return True
            self.blocks[-1].parts += [self._html(item) for item in items[:-1]]
            self._items_before.append(self._tail.cut(items[-1][0].map[0]))
        groups = self._groups(self._tail.text)
        self._show([*self._items(groups[0]), *groups[1:]] if groups else [])
        return False

    def _finish(self):
        """The open block is complete."""
        block = self.blocks[-1]
        if self._go_on == self._in_code:
            block.close(self._writer.whole())
        elif self._go_on == self._in_list:
            block.close("".join(map(self._html, self._groups("".join(self._items_before)))))
        else:
            block.close(block.html)
        self._go_on = self._in_document
        self._tail.restart(self._tail.text)

    # The open end

    @property
    def _open(self):
        if not self.blocks or not self.blocks[-1].is_open:
            self.blocks.append(Block())
        return self.blocks[-1]

    def _begin(self, block, mode):
        """Go on with a block of another kind, in the place of what was shown for it so far."""
        if self.blocks and self.blocks[-1].is_open:
            block.rendering = self.blocks.pop().rendering + 1  # a page that has the old one has nothing of the new one
        self.blocks.append(block)
        self._go_on = mode
        self._tail.restart(self._tail.text)
        return True

    def _is_due(self):
        """Whether the open end has to be rendered; if not, its new words are added as they are."""
        if self._tail.has_to_be_rendered():
            return True
        if self._tail.rendered:
            self.blocks[-1].text = self._tail.new
        return False

    def _show(self, groups):
        if groups:
            self._open.show("".join(map(self._html, groups)))
            self._tail.was_rendered()

    # Tokens

    def _complete_groups(self):
        """The blocks of all complete lines, where there are more of those than at the last look."""
        return _split(parse(self._tail.complete_lines(), self._env), 0)

    def _decided(self, groups):
        """The same up to where a formula may have begun: then nothing after it is known to be complete."""
        for number, (opening, *_) in enumerate(groups[:-1]):
            if opening.type != "math_block" and self._tail.may_be_formula(opening.map[0]):
                return groups[: number + 1]
        return groups

    def _groups(self, text):
        """The blocks of a text that may end in the middle of a line, and so of a link's definition."""
        return _split(parse(text, copy.deepcopy(self._env)), 0)

    def _items(self, group):
        """The tokens of every item, where the group is a list of the kind that is open."""
        return _split(group[1:-1], 1) if (group[0].type, group[0].markup) == self._list else []

    def _html(self, tokens):
        return rendered(tokens, self._env)


def _split(tokens, level):
    """The tokens of each element of this level."""
    groups, start = [], 0
    for end, token in enumerate(tokens, 1):
        if token.level == level and token.nesting <= 0:
            groups.append(tokens[start:end])
            start = end
    return groups

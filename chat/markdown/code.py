"""Code blocks: a head with the language, the code in lines, coloured once it is complete. The page adds Copy."""

import re
from functools import lru_cache
from html import escape

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

from chat.markdown.sanitize import clean

LONGEST = 64_000  # characters; beyond it colours cost more than they tell
FORMATTER = HtmlFormatter(nowrap=True, classprefix="hl-")


def language_of(info):
    """The language that the opening fence names, as one short word."""
    return info.strip().split()[0][:30] if info.strip() else ""


def code_block(code, info):
    """A whole code block."""
    before, after = frame(info)
    return before + coloured(code, language_of(info)) + after


def frame(info):
    """What stands before and after the code."""
    name = escape(language_of(info)) or "Text"
    head = f'<div class="code"><div class="code-head"><span>{name}</span></div>'
    return f'{head}<pre tabindex="0" role="group" aria-label="{name} code"><code data-parts>', "</code></pre></div>"


def coloured(code, language):
    lexer = _lexer(language.lower()) if len(code) <= LONGEST else None
    return highlight(code, lexer, FORMATTER) if lexer else escape(code, quote=False)


class CodeWriter:
    """A fenced block that is still being written, line by line; `fence` is the token of its opening line."""

    def __init__(self, fence, opening):
        self.info, self._lines = fence.info, []
        self._indent = len(opening) - len(opening.lstrip(" "))
        self._sign = fence.markup[0]
        self._closing = re.compile(rf" {{0,3}}{re.escape(self._sign)}{{{len(fence.markup)},}}[ \t]*")

    @property
    def frame(self):
        return frame(self.info)

    def is_closed_by(self, line):
        return self._closing.fullmatch(line) is not None

    def add(self, line):
        """One complete line; returns its HTML."""
        line = self._unindented(line)
        self._lines.append(line)
        return _line(line)

    def preview(self, line):
        """The HTML of a line that is not complete; nothing while it may be the closing fence."""
        return _line(self._unindented(line)) if line.strip(f" {self._sign}") else ""

    def whole(self):
        """The HTML of the complete block."""
        return clean(code_block("".join(self._lines), self.info))

    def _unindented(self, line):
        return line[min(self._indent, len(line) - len(line.lstrip(" "))) :]


def _line(text):
    return f'<span class="line">{escape(text, quote=False)}</span>'


@lru_cache(maxsize=128)
def _lexer(language):
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False) if language else None
    except ClassNotFound:
        return None

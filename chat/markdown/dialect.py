"""The Markdown that models write: CommonMark with tables, strikethrough, tasks, bare links, formulas and four tags. No images."""

import re
from functools import cache
from html import escape
from urllib.parse import urlsplit

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from chat.markdown.code import code_block
from chat.markdown.formulas import brackets, formula
from chat.markdown.sanitize import clean
from chat.markdown.tags import tags
from chat.markdown.tasks import tasks

DEMOTED = 2  # a message stands below the page's title and its own heading
SCHEMES = ("http", "https", "mailto")
RENDERED = (
    *("heading_open", "heading_close", "link_open", "image", "fence", "code_block", "math_inline_double"),
    *("table_open", "table_close", "th_open", "td_open"),
)
LONGEST_LINE = 8_000  # characters in which links are looked for
INSIDE_A_LINK = re.compile(r"[.:@][\w/]")  # a.b, http://, mailto:a, a@b


class Links(LinkifyIt):
    """What looks like a link in plain text. The library's own first look takes nine tenths of the time that prose takes in all.

    Where addresses stand without a space between them it takes the square of their length, so a line of more is left as it is.
    """

    def pretest(self, text):
        return len(text) <= LONGEST_LINE and INSIDE_A_LINK.search(text) is not None and super().pretest(text)


def parse(text, env):
    """The tokens of a text. `env` collects link definitions, for this and later parts of the same message."""
    return _parser().parse(text, env)


def rendered(tokens, env):
    """The HTML of some tokens, fit to stand on a page."""
    return clean(_parser().renderer.render(tokens, _parser().options, env))


@cache
def _parser():
    """The one parser of this process; it holds no state of a text."""
    md = MarkdownIt("commonmark", {"html": False, "linkify": True})
    md.linkify = Links()
    md.enable(["table", "strikethrough", "linkify"])
    md.inline.ruler.disable("linkify")  # the rule after it finds the same; this one goes back over the whole line at each "://"
    # No blank lines in a formula, as in LaTeX: so one that is never closed ends somewhere.
    rules = dict.fromkeys(("allow_space", "allow_digits", "allow_labels", "allow_blank_lines"), False)
    md.use(dollarmath_plugin, double_inline=True, renderer=_formula, **rules)
    for more in (brackets, tags, tasks):
        md.use(more)
    md.validateLink = _is_link
    for name in RENDERED:
        md.add_render_rule(name, globals()[f"_{name}"])
    return md


def _formula(source, options):
    return formula(source, options["display_mode"])


def _math_inline_double(renderer, tokens, index, options, env):
    """A `div`, as the library has it, would end the paragraph around it."""
    return f'<span class="math inline">{formula(tokens[index].content.strip(), True)}</span>'


def _is_link(url):
    try:
        return urlsplit(url.strip()).scheme.lower() in SCHEMES
    except ValueError:
        return False


def _heading_open(renderer, tokens, index, options, env):
    return f"<h{_level(tokens[index])}>"


def _heading_close(renderer, tokens, index, options, env):
    return f"</h{_level(tokens[index])}>\n"


def _level(token):
    return min(6, int(token.tag[1:]) + DEMOTED)


def _link_open(renderer, tokens, index, options, env):
    """Where it leads can be read before following it, whatever its text says."""
    address = escape(str(tokens[index].attrs.get("href", "")))
    return f'<a href="{address}" title="{address}" target="_blank">'


def _image(renderer, tokens, index, options, env):
    """A picture from elsewhere would tell its server who reads this: it becomes a link."""
    token = tokens[index]
    address, words = str(token.attrs.get("src", "")), renderer.renderInlineAsText(token.children, options, env)
    shown = escape(words or "Image")
    if not _is_link(address):
        return shown
    return f'<a href="{escape(address)}" title="{escape(address)}" target="_blank">{shown}</a>'


def _fence(renderer, tokens, index, options, env):
    return code_block(tokens[index].content, tokens[index].info)


def _code_block(renderer, tokens, index, options, env):
    return code_block(tokens[index].content, "")


def _table_open(renderer, tokens, index, options, env):
    return '<div class="table-scroll" tabindex="0" role="group" aria-label="Table"><table>'


def _table_close(renderer, tokens, index, options, env):
    return "</table></div>\n"


def _th_open(renderer, tokens, index, options, env):
    """The side of a column is a class: the page admits no styles."""
    cell = tokens[index]
    side = str(cell.attrs.get("style", "")).removeprefix("text-align:")
    return f'<{cell.tag} class="align-{side}">' if side in {"center", "right"} else f"<{cell.tag}>"


_td_open = _th_open

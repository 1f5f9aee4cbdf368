"""Items of a list that are to be done, or are: `- [ ] open` and `- [x] done`."""

import re

from markdown_it.token import Token

SIGN = re.compile(r"\[([ xX])\]\s+")
BOXES = {True: '<span role="img" aria-label="Done">☑ </span>', False: '<span role="img" aria-label="To do">☐ </span>'}


def tasks(md):
    """Adds them, once what is in the items is known: `[x]` may be a link."""
    md.core.ruler.after("inline", "tasks", _tasks)
    md.add_render_rule("task_box", lambda renderer, tokens, index, *_: BOXES[tokens[index].meta["done"]])


def _tasks(state):
    for item, paragraph, inline in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if item.type == "list_item_open" and paragraph.type == "paragraph_open" and (sign := _sign(inline)):
            item.attrSet("class", "task")
            inline.children[0].content = inline.children[0].content[sign.end() :]
            inline.children.insert(0, Token("task_box", "", 0, meta={"done": sign[1] != " "}))


def _sign(inline):
    first = inline.children[0] if inline.children else None
    return SIGN.match(first.content) if first and first.type == "text" else None

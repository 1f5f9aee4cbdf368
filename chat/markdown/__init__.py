"""Markdown as models write it, to HTML that may stand on a page; whole, or block by block while it is being written."""

from chat.markdown.stream import Stream


def blocks(text):
    """The HTML of every top-level block of a whole text, in order."""
    stream = Stream()
    stream.write(text)
    stream.close()
    return [block.html for block in stream.blocks]


def html(text):
    """A whole text as one piece of HTML."""
    return "\n".join(blocks(text))


__all__ = ["Stream", "blocks", "html"]

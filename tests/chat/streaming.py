"""A reply as it is written, without a model: the messages that pages get, and what they have to show then."""

import random

from chat.markdown import Stream
from chat.models.showing import framed
from tests.chat.test_markdown import LINES

PIECE, MESSAGES_A_CHECKPOINT = 80, 12  # characters in a window, and windows in half a second


def shown(stream):
    """The HTML of a page that is fetched now."""
    return framed(block.html for block in stream.blocks)


def messages_of(text):
    """What a page gets of a text of which nothing is lost."""
    stream, messages = Stream(), []
    mark = stream.fetched()
    for number, at in enumerate(range(0, len(text), PIECE), 1):
        stream.write(text[at : at + PIECE])
        stream.update()
        messages.append({"count": len(stream.blocks), "patches": stream.since(mark)})
        if number % MESSAGES_A_CHECKPOINT == 0:
            mark = stream.fetched()
    return messages


def some_text(chance):
    lines = [chance.choice(LINES) for _ in range(chance.randrange(1, 30))]
    return chance.choice(["\n", "\n", "\n\n"]).join(lines)


def scene(seed, text=None):
    """[("message", message, expected html) or ("fetched", html, checkpoint)] of one text that is written in small pieces.

    As `chat.writer.Writer` sends them: each message has everything since a checkpoint. Some are lost, some come twice, and now
    and then the page fetches the message as of the last checkpoint.
    """
    chance = random.Random(seed)
    text, at, steps = text or some_text(chance), 0, []
    stream, checkpoint = Stream(), 0
    kept = shown(stream)
    mark = stream.fetched()
    while at < len(text):
        piece = chance.randrange(1, 12)
        stream.write(text[at : at + piece])
        stream.update()
        at += piece
        saves = chance.random() < 0.15
        message = {"from": checkpoint, "to": checkpoint + saves, "count": len(stream.blocks), "patches": stream.since(mark)}
        if saves:
            checkpoint, mark, kept = checkpoint + 1, stream.fetched(), shown(stream)
        if saves or chance.random() < 0.7:
            steps += [("message", message, shown(stream))] * chance.choice([1, 1, 1, 2])
        if chance.random() < 0.1:
            steps.append(("fetched", kept, checkpoint))
    stream.close()
    return text, steps, shown(stream)

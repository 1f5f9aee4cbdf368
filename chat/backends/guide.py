"""The built-in model: no model at all, but a guide that answers from Lockstep's own documentation. It needs nothing."""

import asyncio
import re
from itertools import groupby

from django.conf import settings
from django.urls import Resolver404, resolve

from chat.backends import Piece, documentation

PACE = 0.012  # seconds between two words: as fast as a quick model, slow enough to be read along
ADDRESS = re.compile(r"`(/[a-z0-9/_-]*)`")
RELATIVE = re.compile(r"\[([^\]]+)\]\((?!https?:)[^)]*\)")
WHO = "I am the guide that is built in: no language model, but a search in Lockstep's documentation."
NOTHING = f"""{WHO} I found nothing there about that.\n\n"""
CAN = """\
I can say how to **ask a model**, **connect a provider**, what to do **when a reply fails**, how **settings** save themselves, \
who can **read conversations**, and how an operator runs the site.

To converse about anything else, choose a language model in the select "Model"; providers are set up under `/settings/providers/`."""
FOUND = f"{WHO} This is what it says:"
GREETING = re.compile(r"\W*(hi|hello|hey|hallo|good (morning|evening|day)|thanks?|thank you|help)\W*", re.I)


async def stream(question, credential):
    """Words at an even pace, as a model says them; where it broke off it goes on."""
    answer = await asyncio.to_thread(answer_to, question.turns[-1][1])
    said = question.prefix if answer.startswith(question.prefix) else ""
    for word in re.findall(r"\s*\S+|\s+$", answer[len(said) :]):
        await asyncio.sleep(PACE)
        yield Piece(text=word)
    words = sum(len(text.split()) for _, text in question.turns)
    yield Piece(tokens_in=words, tokens_out=len(answer[len(said) :].split()), ended="stop")


def answer_to(text):
    """What the documentation says about this, in Markdown."""
    if GREETING.fullmatch(text):
        return _linked(f"Hello. {WHO} {CAN}")
    parts = documentation.find(text[:2000])
    if not parts:
        return _linked(NOTHING + CAN)
    sections = [_section(key, list(some)) for key, some in groupby(parts, key=lambda part: (part.page, part.headings))]
    return "\n\n".join([FOUND, *sections])


def _section(key, parts):
    page, headings = key
    where = f"*From {headings[0]}, docs/{page}.md*" if len(headings) > 1 else f"*From docs/{page}.md*"
    texts = []
    for head, some in groupby(parts, key=lambda part: part.head):
        rows = [part.text for part in some]
        texts.append("\n".join([head, *rows]) if head else "\n\n".join(rows))
    return "\n\n".join([f"### {headings[-1]}", *map(_linked, texts), where])


def _linked(text):
    """Addresses of pages become links; links between the documentation's own files become their words."""
    return ADDRESS.sub(_link, RELATIVE.sub(r"\1", text))


def _link(match):
    try:
        resolve(match[1])
    except Resolver404:
        return match[0]
    return f"[{match[1]}]({settings.SITE_URL}{match[1]})"

"""Search in Lockstep's own documentation: which parts of docs/*.md answer a question."""

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.conf import settings

FILES = ("using", "self-hosting", "troubleshooting", "reference", "security", "architecture", "protocol")
WORD = re.compile(r"[a-z0-9]+(?:[_'][a-z0-9]+)*")
STOP = set(
    "a an and are as at be but by can could do does for from had has have how i if in into is it its me my not of on or our should so "
    "that the their them then there this to up was we what when where which who why will with would you your please tell about".split()
)
ENOUGH = 2.0  # below this score a part says nothing of what was asked
HEADING_COUNTS = 3


@dataclass(frozen=True)
class Part:
    """A paragraph, list or row of a table, with the headings that it stands under. `head` is that of its table."""

    page: str
    headings: tuple
    text: str
    head: str = ""
    words: Counter = field(default_factory=Counter, compare=False, repr=False)


def find(question, most=4):
    """The parts that answer a question best, best first."""
    parts, documents, average = _index()
    asked = set(words_of(question))
    rarity = {word: math.log(1 + (len(parts) - documents[word] + 0.5) / (documents[word] + 0.5)) for word in asked}
    scored = sorted(((_score(part, rarity, average), part) for part in parts), key=lambda pair: -pair[0])
    best = scored[0][0] if scored else 0
    return [part for score, part in scored[:most] if score > max(ENOUGH, best * 0.6)]


def _score(part, rarity, average):
    """BM25: rare words count more, long parts less; what is written for people counts more than what is for operators.

    S. Robertson, H. Zaragoza: The Probabilistic Relevance Framework: BM25 and Beyond, 2009; k1 = 1.2, b = 0.75.
    """
    length = 1.2 * (0.25 + 0.75 * part.words.total() / average)
    score = sum(rare * part.words[word] * 2.2 / (part.words[word] + length) for word, rare in rarity.items() if part.words[word])
    return score * (1.4 if part.page == FILES[0] else 1)


def words_of(text):
    """The words that tell something, without their commonest endings."""
    return [_stem(word) for word in WORD.findall(text.lower()) if word not in STOP]


def _stem(word):
    for ending in ("ing", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            word = word.removesuffix(ending)
            break
    return re.sub(r"([bdglmnprt])\1$", r"\1", word).rstrip("e") if len(word) > 3 else word


@cache
def _index():
    """(parts, in how many each word is, their average length)."""
    parts = [part for name in FILES for part in _parts(name)]
    documents = Counter(word for part in parts for word in set(part.words))
    return parts, documents, sum(part.words.total() for part in parts) / max(len(parts), 1)


def _parts(name):
    path = Path(settings.BASE_DIR) / "docs" / f"{name}.md"
    headings = []
    for block in re.split(r"\n\s*\n", path.read_text() if path.exists() else ""):
        lines = block.strip().splitlines()
        if not lines or lines[0].startswith("```"):
            continue
        if match := re.match(r"(#+) (.+)", lines[0]):
            headings = [*headings[: len(match[1]) - 1], match[2]]
            lines = lines[1:]
        if lines:
            yield from _made(name, tuple(headings), lines)


def _made(name, headings, lines):
    if lines[0].startswith("|") and len(lines) > 2:
        head = "\n".join(lines[:2])
        pieces = [(line, head) for line in lines[2:] if line.startswith("|")]
    else:
        pieces = [("\n".join(lines), "")]
    for text, above in pieces:
        words = Counter(words_of(text)) + Counter(words_of(" ".join(headings[1:]) or headings[0]) * HEADING_COUNTS)
        yield Part(name, headings, text, above, words)

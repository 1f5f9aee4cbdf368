"""Looking for words in one's conversations: in their names, and in what was said."""

from dataclasses import dataclass

from django.db.models import Q

from chat.models import Conversation, Message
from realtime.texts import storable

MOST = 30  # conversations
STEPS = (300, 1_500, 6_000)  # conversations, the latest first, in whose messages it looks before it looks in all
MOST_WORDS = 8
LONGEST = 200  # characters of a query
BEFORE, AFTER = 30, 90  # characters around what matched


@dataclass
class Found:
    """A conversation, and where in it the words stand: parts of text, each with whether it is what matched; and in which message."""

    conversation: Conversation
    name: list
    snippet: list
    message: Message | None = None

    @property
    def address(self):
        """Where what was found is in sight."""
        at = f"?at={self.message.position}#message-{self.message.pk}" if self.message else ""
        return self.conversation.get_absolute_url() + at


def find(user, query):
    """The conversations of this person in which all words of the query stand; by name first, the latest first."""
    words = storable(query[:LONGEST]).split()[:MOST_WORDS]
    if not words:
        return []
    mine = Conversation.objects.visible_to(user).filter(is_empty=False)
    found = {
        row.pk: Found(row, _marked(row.name, words), [])
        for row in mine.filter(_all(words, "title")).order_by("-active_at")[:MOST]
    }
    for part in _parts(mine):
        if len(found) >= MOST:
            break
        for message in _said(part.exclude(pk__in=found), words):
            row = message.conversation
            snippet = _marked(_around(message.text, words[0]), words)
            found.setdefault(row.pk, Found(row, _marked(row.name, words), snippet, message))
    return list(found.values())[:MOST]


def _parts(mine):
    """The conversations in growing parts, the latest first: what is said often is found in the first of them."""
    rows, newest = mine.order_by("-active_at"), None
    for step in STEPS:
        oldest = next(iter(rows.values_list("active_at", flat=True)[step : step + 1]), None)
        yield _between(mine, newest, oldest)
        if oldest is None:
            return
        newest = oldest
    yield _between(mine, newest, None)


def _between(mine, newest, oldest):
    part = mine.filter(active_at__lte=newest) if newest else mine
    return part.filter(active_at__gt=oldest) if oldest else part


def _said(part, words):
    """Messages with all of the words, those of the latest conversations first; several may be of one."""
    said = Message.objects.filter(conversation__in=part, is_shown=True).filter(_all(words, "text"))
    return said.select_related("conversation").order_by("-conversation__active_at", "-position")[: 4 * MOST]


def _all(words, field):
    wanted = Q()
    for word in words:
        wanted &= Q(**{f"{field}__says": word})
    return wanted


def _around(text, word):
    """The part of a text in which a word stands, on one line."""
    text = " ".join(text.split())
    at = max(text.casefold().find(word.casefold()), 0)
    start = max(at - BEFORE, 0)
    return f"{'…' if start else ''}{text[start : at + AFTER]}{'…' if at + AFTER < len(text) else ''}"


def _marked(text, words):
    """[(part, whether it is one of the words)] of a text."""
    folded, parts, at = text.casefold(), [], 0
    if len(folded) != len(text):  # a letter that is two when folded: better no mark than a wrong one
        return [(text, False)]
    while at < len(text):
        starts = [(start, word) for word in words if (start := folded.find(word.casefold(), at)) != -1]
        if not starts:
            break
        start, word = min(starts)
        end = start + len(word)
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(part, hit) for part, hit in [*parts, (text[at:], False)] if part]

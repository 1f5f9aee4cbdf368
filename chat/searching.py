"""Looking for words in one's conversations: in their names, and in what was said."""

from dataclasses import dataclass

from django.db.models import Q

from chat.models import Conversation, Message

MOST = 30  # conversations
MOST_MESSAGES = 60  # in which to look for the conversations that are not found by name
MOST_WORDS = 8
LONGEST = 200  # characters of a query
BEFORE, AFTER = 30, 90  # characters around what matched


@dataclass
class Found:
    """A conversation, and where in it the words stand: parts of text, each with whether it is what matched."""

    conversation: Conversation
    name: list
    snippet: list


def find(user, query):
    """The conversations of this person in which all words of the query stand; by name first, the latest first."""
    words = query[:LONGEST].split()[:MOST_WORDS]
    if not words:
        return []
    mine = Conversation.objects.visible_to(user).filter(is_empty=False)
    by_name = list(mine.filter(_all(words, "title")).order_by("-active_at")[:MOST])
    known = {row.pk for row in by_name}
    by_text = [message for message in _messages(mine, words) if message.conversation_id not in known]
    found = [Found(row, _marked(row.name, words), []) for row in by_name]
    for message in by_text:
        if message.conversation_id not in known:
            known.add(message.conversation_id)
            row = message.conversation
            found.append(Found(row, _marked(row.name, words), _marked(_around(message.text, words[0]), words)))
    return found[:MOST]


def _messages(mine, words):
    said = Message.objects.filter(conversation__in=mine.order_by(), is_shown=True).filter(_all(words, "text"))
    return said.select_related("conversation").order_by("-created_at")[:MOST_MESSAGES]


def _all(words, field):
    wanted = Q()
    for word in words:
        wanted &= Q(**{f"{field}__icontains": word})
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

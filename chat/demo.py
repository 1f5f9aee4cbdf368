"""Conversations for a site that is tried out; in bulk, as many as one likes."""

from datetime import timedelta
from uuid import UUID, uuid5

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from chat import markdown
from chat.models import Conversation, Message
from chat.models.showing import framed
from realtime import publish

DEMO = UUID("6c6f636b-7374-4570-8000-0000000000de")
MODEL = "lockstep-guide"
BATCH = 2_000
TABLE = "| step | minutes |\n|---|---|\n| warm the pot | 1 |\n| steep | 3 |\n| wait | as long as it takes |"
CODE = """It is Euclid's:

```python
def gcd(a, b):
    while b:
        a, b = b, a % b
    return a
```

It ends, because `b` shrinks."""
FORMULA = "The $n$-th Bernoulli number, from those before it:\n\n$$B_n = -\\frac{1}{n+1}\\sum_{k=0}^{n-1}\\binom{n+1}{k}B_k$$"
TALKS = {
    "ada": [
        ("Bernoulli numbers", 0, True, [("How would an engine reckon them?", FORMULA)]),
        ("A greatest common divisor", 0, False, [("Show me an algorithm that is older than algebra.", CODE)]),
        ("Tea, in steps", 1, False, [("How long does tea take?", TABLE), ("And coffee?", "Less patience, **more** noise.")]),
        ("رسالة إلى تشارلز", 5, False, [("اكتب تحية قصيرة.", "عزيزي تشارلز، أكتب إليك وقد دارت العجلات.")]),
        ("Weaving flowers and leaves", 40, False, [("What does the loom weave?", "- flowers\n- leaves\n- what one tells it")]),
    ],
    "grace": [("A moth in relay 70", 0, False, [("What stops the machine?", "> First actual case of bug being found.")])],
    "eve": [("Hello", 2, False, [("Hello?", "Hello. Ask me about Lockstep.")])],
}
LOREM = "The engine weaves what it is told, row after row, and knows nothing of it. ".split()


@transaction.atomic
def seed(conversations=0, messages=0):
    """Make the demo people's conversations, and `conversations` more of Ada's with `messages` in them; those that are there stay.

    Returns how many conversations and messages were made.
    """
    people = {user.username: user for user in get_user_model().objects.filter(username__in=TALKS)}
    rows = [_talk(people[name], *talk) for name, talks in TALKS.items() if name in people for talk in talks]
    if "ada" in people:
        rows += _many(people["ada"], conversations, messages)
    made = _kept(rows)
    for user in people.values():
        publish(Conversation.list_topic_of(user.pk))
    return made


def _talk(user, title, days, pinned, turns):
    at = timezone.now() - timedelta(days=days, minutes=len(title))
    row = _row(user, title, at, pinned=pinned)
    return row, [each for turn in turns for each in turn]


def _many(user, conversations, messages):
    """Numbered ones, an hour apart; messages alone make one long conversation."""
    count = conversations or bool(messages)
    for number in range(count):
        at = timezone.now() - timedelta(hours=number + 1)
        title = f"Conversation {number + 1:,}" if conversations else f"{messages:,} messages"
        share = messages // count + (number < messages % count)
        yield _row(user, title, at), (_words(number + place) for place in range(share))


def _row(user, title, at, **fields):
    pk = uuid5(DEMO, f"{user.pk} {title}")
    return Conversation(pk=pk, owner=user, title=title, is_empty=False, model=MODEL, active_at=at, **fields)


def _words(number):
    return " ".join(LOREM[place % len(LOREM)] for place in range(number % 7, number % 7 + 20))


def _kept(rows):
    """Save what is missing, in batches: no signals, no more than a batch in memory."""
    known, made, said, waiting = set(Conversation.objects.values_list("pk", flat=True)), 0, 0, []
    for row, texts in rows:
        if row.pk in known:
            continue
        Conversation.objects.bulk_create([row])
        made += 1
        parent = None
        for text in texts:
            parent = _message(row, text, parent)
            waiting.append(parent)
            said += 1
            if len(waiting) >= BATCH:
                Message.objects.bulk_create(waiting)
                waiting = []
    Message.objects.bulk_create(waiting)
    return made, said


def _message(row, text, parent):
    position = Message.after(parent)
    is_reply = position % 2
    return Message(
        pk=uuid5(row.pk, str(position)),
        conversation=row,
        parent=parent,
        position=position,
        role=Message.Role.ASSISTANT if is_reply else Message.Role.USER,
        model=MODEL if is_reply else "",
        text=text,
        html=_html(text) if is_reply else "",
    )


def _html(text):
    return framed(markdown.blocks(text)) if any(mark in text for mark in "$`|>-*") else framed([f"<p>{text}</p>"])

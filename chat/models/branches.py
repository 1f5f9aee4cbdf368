"""The tree of a conversation's messages: which branch is shown, and what hangs on a message."""

from django.apps import apps


def siblings_of(messages):
    """{pk: [pk, …]} of messages: all that were said in the same place, the oldest first. One query."""
    if not messages:
        return {}
    parents = {message.parent_id for message in messages}
    every = apps.get_model("chat", "Message").objects
    rows = every.filter(parent__in=parents - {None})
    if None in parents:
        rows |= every.filter(conversation_id=messages[0].conversation_id, parent=None)
    places = {}
    for pk, parent in rows.order_by("created_at", "pk").values_list("pk", "parent"):
        places.setdefault(parent, []).append(pk)
    return {message.pk: places.get(message.parent_id, [message.pk]) for message in messages}


def children_below(message):
    """{parent's pk: [pk, …]} of everything that stands deeper than this message, the oldest first."""
    rows = message.conversation.messages.filter(position__gt=message.position).order_by("created_at", "pk")
    children = {}
    for pk, parent in rows.values_list("pk", "parent"):
        children.setdefault(parent, []).append(pk)
    return children


def line_of(message):
    """The pks of all that this message follows, of itself, and down from there, each time of what was said last."""
    parents, children = parents_above(message), children_below(message)
    above, line = message.parent_id, [message.pk]
    while above:
        line.append(above)
        above = parents[above]
    below = children.get(message.pk)
    while below:
        line.append(below[-1])
        below = children.get(below[-1])
    return line


def parents_above(message):
    """{pk: its parent's pk} of everything that stands less deep than this message."""
    return dict(message.conversation.messages.filter(position__lt=message.position).values_list("pk", "parent"))


def subtree_of(message):
    """The pks of this message and of all that followed it, in every branch."""
    children, found = children_below(message), [message.pk]
    for pk in found:
        found += children.get(pk, [])
    return found

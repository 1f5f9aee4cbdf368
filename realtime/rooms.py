"""The register of rooms: who may see who is there, and enter."""

from realtime.topics import allows

_rules = {}


def room(name):
    """Register a room: a function (user) → bool or queryset."""

    def register(rule):
        _rules[name] = rule
        return rule

    return register


def may_enter(user, name):
    rule = _rules.get(name) if isinstance(name, str) else None
    return rule is not None and allows(rule(user))


def names():
    return sorted(_rules)

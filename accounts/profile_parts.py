"""What other apps show on a person's own profile; they register it in `ready()`."""

_makers = []


def profile_part(maker):
    """Register `function(user)`: it gives a Region, which begins with a heading of its own (h2)."""
    _makers.append(maker)
    return maker


def parts(user):
    return [make(user) for make in _makers]

"""The register of what can be watched, and by whom. Filled by the apps' topics.py in ready()."""

import re

from django.db.models import QuerySet

_rules = []
NAME = re.compile(r"[a-z0-9_]+(\.[A-Za-z0-9_-]+)*")
LONGEST = 90  # characters; channel layers allow 100 with our prefix


class DuplicateTopic(Exception):
    """Two rules answer to one pattern."""


def topic(pattern):
    """Register who may watch topics like `user.{pk}.preferences`: a function (user, **parts) → bool or queryset."""

    def register(rule):
        if any(pattern == other for other, _, _ in _rules):
            raise DuplicateTopic(pattern)
        _rules.append((pattern, _expression(pattern), rule))
        return rule

    return register


def _expression(pattern):
    literal = re.escape(pattern).replace(r"\{", "{").replace(r"\}", "}")
    return re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[A-Za-z0-9_-]+)", literal))


def may_watch(user, name):
    """Whether this person may watch that topic. False for a name that no rule knows."""
    if not _is_name(name):
        return False
    for _, expression, rule in _rules:
        if parts := expression.fullmatch(name):
            return allows(rule(user, **parts.groupdict()))
    return False


def allows(answer):
    """A rule answers with a bool or with the queryset that its views use."""
    return answer.exists() if isinstance(answer, QuerySet) else bool(answer)


def patterns():
    """All registered patterns, for the documentation's and the matrix' tests."""
    return [pattern for pattern, _, _ in _rules]


def _is_name(name):
    return isinstance(name, str) and len(name) <= LONGEST and NAME.fullmatch(name) is not None


@topic("probe")
def probe(user):
    return user.is_staff

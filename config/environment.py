"""What the environment says. What a setting cannot be is refused before anything starts, in words that begin with its name."""

from math import inf, nan
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import environ
from django.core.exceptions import ImproperlyConfigured


class Environment(environ.Env):
    """As django-environ's, with kinds of its own. They raise ImproperlyConfigured; what is empty is as if it were not there."""

    def number(self, name, default, least, most=inf):
        """A number from `least` to `most`, whole if its default is."""
        try:
            value = type(default)(self.str(name, "") or default)
        except ValueError:
            value = nan
        if least <= value <= most:
            return value
        kind = "a whole number" if isinstance(default, int) else "a number"
        raise ImproperlyConfigured(f"{name} is {kind} from {least} {'up' if most == inf else f'to {most}'}.")

    def address(self, name, form, schemes, hostless=(), default=""):
        """A URL of one of these schemes, with a host, or of one that has none. `form` says how it is written."""
        text = self.str(name, "") or default
        if text and not _is_address(text, schemes, hostless):
            raise ImproperlyConfigured(f"{name} is {form}")
        return text

    def zone(self, name, default):
        """A time zone, by its name."""
        try:
            return ZoneInfo(self.str(name, "") or default)
        except (LookupError, OSError, ValueError):
            raise ImproperlyConfigured(f"{name} is a name like Europe/Berlin.") from None


def _is_address(text, schemes, hostless):
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 – is looked at only when it is asked for
    except ValueError:
        return False
    return parts.scheme in hostless or (parts.scheme in schemes and bool(parts.hostname))

"""Icons in templates, each drawn once for each set of attributes: the library reads and writes its XML at every use."""

from functools import lru_cache

from django import template
from lucide.templatetags import lucide as library

register = template.Library()

_drawn = lru_cache(maxsize=1024)(library.lucide)


@register.simple_tag
def lucide(name, **attributes):
    """`{% lucide "send" class="icon" %}`: the SVG of that name, as django-lucide's own tag draws it."""
    return _drawn(name, **attributes)

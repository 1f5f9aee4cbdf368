from django import template

from realtime import patches

register = template.Library()


@register.filter
def dom_id(row):
    """`{{ message|dom_id }}` → `message-7`."""
    return patches.dom_id(row)

"""The entries of the rail: what the house has, in the words of the reference."""

from django.urls import reverse

ENTRIES = [
    ("Chat", "chat:index", "message-square"),
    ("Images", "generations:index", "images"),
    ("Usage", "usage:index", "chart-column"),
    ("Settings", "settings:index", "settings"),
]
STAFF = ("Admin", "admin:index", "shield")


def entries(request):
    """What this person finds in the rail; `current` marks where the page stands."""
    if not request.user.is_authenticated:
        return []
    shown = [*ENTRIES, STAFF] if request.user.is_staff else ENTRIES
    return [entry(request.path, *one) for one in shown]


def entry(path, label, view, icon):
    url = reverse(view)
    return {"label": label, "url": url, "icon": icon, "current": path.startswith(url)}

"""The styleguide: every piece in every state and both themes, for whoever develops the site."""

from datetime import date, timedelta

from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from settings_sync.differences import difference
from usage import charts
from usage.money import USD

NAMES = [
    "Ada Lovelace",
    "Grace Hopper",
    "Eve",
    "Ísold Þórsdóttir",
    "نور الهدى",
    "Zoë",
    "Kai Möller",
    "李小龙",
    "O’Brien",
    "Maximiliane-Josephine von Habsburg-Lothringen-Este",
    "🦊 Fox",
    "b",
]


class Sample(forms.Form):
    """One field of each kind, as a page would declare them."""

    name = forms.CharField(label="Display name", help_text="What others see.", max_length=60)
    email = forms.EmailField(label="Email", initial="ada@", help_text="Only you see it.")
    bio = forms.CharField(
        label="Bio", required=False, widget=forms.Textarea(attrs={"placeholder": "A sentence or two", "rows": 3})
    )
    locked = forms.CharField(label="Username", disabled=True, initial="ada", required=False)
    model = forms.ChoiceField(label="Default model", choices=[("a", "Small and quick"), ("b", "Large and thorough")])
    theme = forms.ChoiceField(
        label="Theme", widget=forms.RadioSelect, choices=[("s", "System"), ("l", "Light"), ("d", "Dark")], initial="s"
    )
    temperature = forms.FloatField(label="Temperature", min_value=0, max_value=2, step_size=0.1, initial=0.7)
    sounds = forms.BooleanField(label="Sound when a reply is done", required=False, initial=True)
    plan = forms.ChoiceField(
        label="Digest", widget=forms.RadioSelect, choices=[("d", "Every day"), ("w", "Every week")], initial="w"
    )


def styleguide(request):
    if not settings.DEBUG:
        raise Http404
    return render(request, "styleguide.html", {"sides": [side("light"), side("dark")]})


def side(theme):
    """What one half of the page shows; ids and names differ, because both halves share a page."""
    wrong = Sample({f"{theme}-wrong-email": "ada@"}, prefix=f"{theme}-wrong")
    return {
        "theme": theme,
        "form": Sample(prefix=theme),
        "wrong": wrong,
        "people": [{"name": name, "initials": name[:2], "colour": index} for index, name in enumerate(NAMES)],
        "tabs": [
            {"label": "Preferences", "url": "#", "current": True},
            {"label": "Providers", "url": "#", "count": 3},
            {"label": "Keys", "url": "#"},
        ],
        "actions": [
            {"label": "Rename", "icon": "pencil"},
            {"label": "Pin", "icon": "pin"},
            {"label": "Archive", "icon": "archive", "disabled": True},
            {"label": "Delete", "icon": "trash-2", "danger": True},
        ],
        "columns": [{"label": "Person"}, {"label": "Requests", "number": True}, {"label": "Cost", "number": True}],
        "rows": [[name, figure(index * 417), figure(f"{index * 1.37:.2f} $")] for index, name in enumerate(NAMES)],
        "chart": chart(),
        "difference": difference(
            "You are a patient colleague who answers in verse.", "You are a patient colleague who answers briefly."
        ),
        "synced_at": timezone.now() - timedelta(minutes=3),
    }


def figure(text):
    return {"text": str(text), "number": True}


def chart():
    """Thirty days of eight models, some of which were idle."""
    days = [date(2026, 10, 22) + timedelta(days=index) for index in range(30)]
    names = ["gpt-4o", "claude-sonnet-4-5", "gpt-4o-mini", "llama3.1:8b", "gpt-image-1", "o3", "mistral-large", "qwen3"]
    series = {
        name: {day: USD * ((at * 7 + index * 5) % 11) // (1 + at) ** 2 for index, day in enumerate(days) if (index + at) % 6}
        for at, name in enumerate(names)
    }
    return charts.bars(days, series, charts.MONEY)

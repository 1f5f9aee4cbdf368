"""What each person sets of each provider: a switch and a default model, as preferences like any other."""

import re
from functools import partial

from django import forms
from django.core.exceptions import ValidationError

from settings_sync import preferences
from settings_sync.declarations import Declared
from settings_sync.models import Preference, Provider
from settings_sync.providers import kinds

KEY = re.compile(r"provider\.([A-Za-z0-9_-]{1,40})\.(enabled|model)", re.ASCII)
LONGEST_MODEL = 200
# Lists of models say nothing of what each is for.
DRAWS = re.compile(r"image|dall-e|diffusion|flux|sdxl|sd-?[123]|dream|kandinsky|playground-v|midjourney", re.I)


def switch_key(slug):
    return f"provider.{slug}.enabled"


def model_key(slug):
    return f"provider.{slug}.model"


class ProviderPreferences:
    """The family `provider.`: rows of providers make its keys."""

    def of(self, key):
        match = KEY.fullmatch(key)
        return match and _declared(match[1], _called(match[1]), match[2], checks=[partial(_must_exist, match[1])])

    def all(self):
        rows = Provider.objects.offered().values_list("slug", "name")
        return [_declared(slug, name, what) for slug, name in rows for what in ("enabled", "model")]


def _called(slug):
    """A name for where a query would be too much; mostly it is the right one."""
    kind = kinds.get(slug)
    return kind.label if kind else slug.replace("-", " ").capitalize()


def _declared(slug, name, what, checks=()):
    if what == "enabled":
        return Declared(switch_key(slug), name, partial(_switch, checks), True, "Providers")
    return Declared(model_key(slug), f"Model of {name}", partial(_model, slug, checks), "", section="")


def _switch(checks):
    return forms.BooleanField(required=False, validators=checks)


def _model(slug, checks):
    """Any text: what a provider serves changes, and it knows more names than it lists."""
    hint = "What you use of it, unless you choose another. Empty: the first of its list."
    widget = forms.TextInput(attrs={"list": f"models-{slug}", "autocomplete": "off", "spellcheck": "false"})
    return forms.CharField(required=False, max_length=LONGEST_MODEL, validators=checks, widget=widget, help_text=hint)


def _must_exist(slug, value):
    if not Provider.objects.offered().filter(slug=slug).exists():
        raise ValidationError("There is no setting of this name.")


def models_of(provider, answer=None):
    """(id, label) pairs to choose from: what the operator offers, else what was listed the last time."""
    if provider.offered:
        return [(model, model) for model in provider.offered]
    if answer and answer.good and answer.origin == provider.origin:
        return [tuple(pair) for pair in answer.listed]
    return [tuple(pair) for pair in provider.listed]


def language_models(user):
    """`<slug>:<model>` of every provider that this person uses. From rows: no provider is asked."""
    for provider, model, label in _models_of(user):
        if provider.protocol.speaks:
            yield f"{provider.slug}:{model}", f"{provider.name}: {label}"


def image_models(user):
    """The same for what makes images. Where a provider also converses, those whose names say that they draw."""
    for provider, model, label in _models_of(user):
        if provider.protocol.draws and (not provider.protocol.speaks or DRAWS.search(model)):
            yield f"{provider.slug}:{model}", f"{provider.name}: {label}"


def _models_of(user):
    """(provider, id, label) of all that this person has not switched off."""
    switched_off = set(
        Preference.objects.filter(user=user, key__startswith="provider.", value=False).values_list("key", flat=True)
    )
    answers = {answer.provider_id: answer for answer in user.provider_answers.all()}
    for provider in Provider.objects.offered():
        if switch_key(provider.slug) not in switched_off:
            for model, label in models_of(provider, answers.get(provider.pk)):
                yield provider, model, label


def is_language_model(text):
    """Whether this may be a default model: any name, of a provider that is there."""
    slug, _, model = text.partition(":")
    speaking = Provider.objects.offered().filter(kind__in=kinds.names(speaks=True))
    return 0 < len(model) <= LONGEST_MODEL and model.isprintable() and speaking.filter(slug=slug).exists()


preferences.declare_family("provider.", ProviderPreferences())
preferences.offer_models(language_models, is_language_model)

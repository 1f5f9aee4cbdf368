"""What one person sees of a provider: which key is used, what the last test said, which models there are."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from realtime import Region
from settings_sync.models import Provider, ProviderAnswer, ProviderKey
from settings_sync.providers import credentials
from settings_sync.providers.preferences import model_key, models_of, switch_key


@dataclass(frozen=True)
class Panel:
    """A provider for a person. Holds rows, and of keys no more than their ends."""

    provider: Provider
    own: ProviderKey | None = None
    shared: ProviderKey | None = None
    last: ProviderAnswer | None = None

    @property
    def state(self):
        """(kind of the dot, words): what the next call goes out with, or why none can."""
        if self.own:
            return _state_of(self.own, self.provider, self.own.shown, credentials.MOVED, credentials.CLOSED)
        if self.provider.environment_key:
            return "green", "Uses the shared key of this site"
        if self.shared:
            words = "Uses the shared key of this site"
            return _state_of(self.shared, self.provider, words, credentials.MOVED_SHARED, credentials.CLOSED_SHARED)
        if self.provider.protocol.needs_key:
            return "amber", "No key yet"
        return "green", "Needs no key"

    @property
    def can_ask(self):
        return self.state[0] == "green"

    @property
    def answer(self):
        """The last test's, unless it is about another address."""
        return self.last if self.last and self.last.origin == self.provider.origin else None

    @property
    def models(self):
        return models_of(self.provider, self.answer)

    @property
    def switch_key(self):
        return switch_key(self.provider.slug)

    @property
    def model_key(self):
        return model_key(self.provider.slug)


def _state_of(key, provider, words, moved, closed):
    if key.has_moved(provider):
        return "red", moved
    return ("green", words) if key.key_id in settings.SECRETS_KEYS else ("red", closed)


def panels_of(user):
    """Every provider that is offered, in four queries however many there are."""
    keys = ProviderKey.objects.of(user)
    answers = {answer.provider_id: answer for answer in user.provider_answers.all()}
    return [
        Panel(provider, *keys.get(provider.pk, (None, None)), last=answers.get(provider.pk))
        for provider in Provider.objects.offered()
    ]


def panel_of(user, provider):
    own, shared = ProviderKey.objects.of(user).get(provider.pk, (None, None))
    return Panel(provider, own, shared, user.provider_answers.filter(provider=provider).first())


def region(user, provider):
    """The part of a panel that moves by itself; what a person types into stands beside it."""
    return Region(
        f"provider-{provider.slug}",
        template="settings_sync/_provider_state.html",
        topics=[f"user.{user.pk}.providers", "providers"],
        src=reverse("settings:provider", args=[provider.slug]),
        context=lambda: {"panel": panel_of(user, Provider.objects.get(pk=provider.pk))},
    )

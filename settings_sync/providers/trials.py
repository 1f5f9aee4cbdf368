"""Testing a connection: one call to the provider, whose answer is kept for the person who asked."""

from asgiref.sync import async_to_sync
from django.core.cache import cache
from django.db import close_old_connections, transaction
from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from settings_sync.models import Provider, ProviderAnswer
from settings_sync.providers import asking
from settings_sync.providers.credentials import credential_for


class Busy(Exception):
    """This person's last test still waits for its answer."""


@sensitive_variables()
def try_connection(user, provider):
    """Ask the provider, and keep what it says. Raises Busy, or NoCredential where there is nothing to ask with."""
    credential, asked = credential_for(user, provider), circumstances(user, provider)
    turn = f"provider-trial-{user.pk}"
    if not cache.add(turn, True, asking.SECONDS + 5):
        raise Busy
    try:
        close_old_connections()  # A provider that hangs holds up nobody: the connection goes back to the pool.
        outcome = async_to_sync(asking.ask)(provider.protocol, provider.address, credential.text)
    finally:
        cache.delete(turn)
    remember(user, provider, outcome, asked, credential.is_own)


@transaction.atomic
def remember(user, provider, outcome, asked, with_own_key):
    """Keep an answer, unless key or address changed while it was on its way: then it is about something that is gone."""
    provider = Provider.objects.select_for_update().filter(pk=provider.pk).first()
    if provider is None or circumstances(user, provider) != asked:
        return
    values = {"good": outcome.good, "words": outcome.words, "listed": outcome.models, "origin": provider.origin}
    ProviderAnswer.objects.update_or_create(user=user, provider=provider, defaults=values)
    if outcome.good:
        listed = provider.listed if with_own_key else outcome.models
        provider.learn(listed, provider.contexts | outcome.contexts if with_own_key else outcome.contexts)


def circumstances(user, provider):
    """What an answer hangs on: which keys there are, and where the provider is."""
    keys = provider.keys.filter(Q(user=user) | Q(user=None)).order_by("pk").values_list("pk", "at")
    return provider.origin, provider.environment_key != "", tuple(keys)

"""The provider behind a model that somebody chose, and the key to ask it with."""

from django.views.decorators.debug import sensitive_variables

from realtime.db.prepared import Prepared, Slot
from settings_sync.models import Provider
from settings_sync.providers.credentials import NoCredential, credential_for

GONE = "The provider of this model is not offered any more. Choose another model."


_by_slug = Prepared(lambda: Provider.objects.order_by().filter(slug=Slot("slug", Provider._meta.get_field("slug"))))


class Unavailable(Exception):
    """This model cannot be asked. The text says what to do; `code` is "model" or "key"."""

    def __init__(self, words, code):
        super().__init__(words)
        self.code = code


@sensitive_variables()
def provider_of(user, model):
    """(provider, the model's own name, its Credential) of `slug:model`. Raises Unavailable."""
    slug, _, name = model.partition(":")
    provider = _by_slug.first(slug=slug)
    if provider is None or not provider.is_offered:
        raise Unavailable(GONE, "model")
    try:
        return provider, name, credential_for(user, provider)
    except NoCredential as missing:
        raise Unavailable(f"{provider.name}: {missing}", "key") from None

"""What a backend is asked for an image: which one, with which key, and the wish itself."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.views.decorators.debug import sensitive_variables

from generations import backends
from generations.backends import Refused, Wish
from generations.choices import BUILT_IN_MODEL
from settings_sync.providers.choice import Unavailable, provider_of
from settings_sync.providers.credentials import Credential
from usage import metering

BUILT_IN_KIND = "artwork"
# Of one image, drawn in high quality: 4,160 to 6,240 by its shape, and 100 for each of two previews.
# https://platform.openai.com/docs/guides/image-generation#cost-and-latency
MOST_TOKENS = 6_500
NOT_HERE = "Images of this kind of provider cannot be made here."


@dataclass(frozen=True)
class Asked:
    """Everything that the worker needs; nothing of it asks the database again."""

    wish: Wish
    generate: Callable = field(repr=False)
    credential: str = field(repr=False)

    def events(self):
        return self.generate(self.wish, self.credential)


@sensitive_variables()
def prepare(generation):
    """Read what the image needs, and take leave to ask. Raises Refused."""
    owner = get_user_model().objects.get(pk=generation.owner_id)
    kind, name, provider, credential = _provider_of(owner, generation.model)
    wish = Wish(
        prompt=generation.prompt,
        negative_prompt=generation.negative_prompt,
        width=generation.width,
        height=generation.height,
        seed=generation.seed,
        variation=generation.variation,
        model=name,
        address=provider.address if provider else "",
        provider=provider.name if provider else "",
        key=f"{generation.pk}",
    )
    generate = _backend(kind)
    _admit(generation, credential)
    return Asked(wish, generate, credential.text)


def _backend(kind):
    try:
        return backends.backend_for(kind)
    except KeyError:
        raise Refused(NOT_HERE, "model") from None


def _admit(generation, credential):
    """The hold and whose key pays are in the database before the provider is called, for whoever settles it if we die."""
    generation.is_own_key = credential.is_own
    tokens_in = len(generation.prompt) + len(generation.negative_prompt)  # no token is shorter than a character
    ask = metering.Ask.of(generation, user_id=generation.owner_id, tokens_in=tokens_in, tokens_out=MOST_TOKENS, images=1)
    try:
        metering.admit(ask)
    except metering.Declined as declined:
        raise Refused(str(declined), declined.code) from None
    if credential.is_own:
        generation.checkpoint(is_own_key=True)


@sensitive_variables()
def _provider_of(user, model):
    """(kind, the model's name, provider, its Credential) of `slug:model`. Raises Refused."""
    if model == BUILT_IN_MODEL:
        return BUILT_IN_KIND, model, None, Credential("")
    try:
        provider, name, credential = provider_of(user, model)
    except Unavailable as missing:
        raise Refused(str(missing), missing.code) from None
    return provider.kind, name, provider, credential

"""Providers that the environment defines, by kind: where they are, and the site's shared keys."""

from django.core.exceptions import ImproperlyConfigured, ValidationError

from settings_sync.providers import addresses


def from_environment(env):
    """The settings `PROVIDER_ADDRESSES` and `PROVIDER_KEYS`. An empty address is the kind's usual one."""
    keys = {
        "openai": env.str("OPENAI_API_KEY", "").strip(),
        "anthropic": env.str("ANTHROPIC_API_KEY", "").strip(),
    }
    urls = {
        "openai": _address(env.str("OPENAI_BASE_URL", ""), "OPENAI_BASE_URL"),
        "anthropic": "",
        "ollama": _address(env.str("OLLAMA_BASE_URL", ""), "OLLAMA_BASE_URL"),
        "a1111": _address(env.str("A1111_BASE_URL", ""), "A1111_BASE_URL"),
        "comfyui": _address(env.str("COMFYUI_BASE_URL", ""), "COMFYUI_BASE_URL"),
    }
    defined = {slug: url for slug, url in urls.items() if url or keys.get(slug)}
    return {"PROVIDER_ADDRESSES": defined, "PROVIDER_KEYS": {slug: key for slug, key in keys.items() if key}}


def _address(text, name):
    try:
        return addresses.clean(text) if text.strip() else ""
    except ValidationError as error:
        raise ImproperlyConfigured(f"{name}: {error.message}") from None

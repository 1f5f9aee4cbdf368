"""The kinds of providers: how each is spoken to, and what its list of models looks like.

What speaks the rest of a kind's protocol is registered in `chat.backends` and `generations.backends`.
"""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

ANTHROPIC_VERSION = "2023-06-01"
# vLLM, OpenRouter, Mistral, Groq; llama.cpp under "meta": what it was started with, else what the model was trained for.
CONTEXT_NAMES = ["max_model_len", "context_length", "max_context_length", "context_window", "n_ctx", "n_ctx_train"]


@dataclass(frozen=True)
class Kind:
    """One protocol. `read` turns the parsed JSON of `models_path` into (id, label) pairs; raises where it is another.

    `contexts` finds in the same how many tokens each model reads at once, as {id: tokens}, where it says so.
    """

    name: str
    label: str
    base_url: str
    models_path: str
    headers: Callable[[str], dict]
    read: Callable[[Any], list[tuple[str, str]]]
    contexts: Callable[[Any], dict[str, int]] = lambda data: {}
    needs_key: bool = False
    speaks: bool = False  # language models, to converse with
    draws: bool = False  # models that make images


def get(name):
    """The kind of this name, or None."""
    return _kinds.get(name)


def choices():
    return [(kind.name, kind.label) for kind in _kinds.values()]


def names(**attributes):
    """The names of kinds with these attributes: `names(speaks=True)`."""
    return [kind.name for kind in _kinds.values() if all(getattr(kind, name) == value for name, value in attributes.items())]


def _bearer(key):
    return {"Authorization": f"Bearer {key}"}


def _anthropic(key):
    return {"x-api-key": key, "anthropic-version": ANTHROPIC_VERSION}


def _user_and_password(key):
    """A1111's --api-auth is HTTP Basic: its key is written user:password."""
    return {"Authorization": f"Basic {b64encode(key.encode()).decode()}"}


def _openai_models(data):
    """https://platform.openai.com/docs/api-reference/models/list"""
    return [(model["id"], model["id"]) for model in data["data"]]


def _openai_contexts(data):
    """OpenAI itself does not say it; those who speak its protocol do, each by a name of its own."""
    found = {}
    for model in data["data"]:
        said = {**model, **meta} if isinstance(meta := model.get("meta"), dict) else model
        tokens = next((said[name] for name in CONTEXT_NAMES if said.get(name)), None)
        if isinstance(tokens, int):
            found[model["id"]] = tokens
    return found


def _anthropic_models(data):
    """https://platform.claude.com/docs/en/api/models-list"""
    return [(model["id"], model.get("display_name") or model["id"]) for model in data["data"]]


def _ollama_models(data):
    """https://github.com/ollama/ollama/blob/main/docs/api.md#list-local-models"""
    return [(model["name"], model["name"]) for model in data["models"]]


def _a1111_models(data):
    """/sdapi/v1/sd-models: the title is what `sd_model_checkpoint` takes."""
    return [(model["title"], model["model_name"]) for model in data]


def _comfyui_models(data):
    """/object_info: the choices are the first of the pair, in newer versions ["COMBO", {"options": [...]}]."""
    what, *more = data["CheckpointLoaderSimple"]["input"]["required"]["ckpt_name"]
    names = what if isinstance(what, list) else more[0]["options"]
    return [(name, name) for name in names]


_kinds = {
    kind.name: kind
    for kind in [
        Kind(
            name="openai",
            label="OpenAI",
            base_url="https://api.openai.com/v1",
            models_path="/models",
            headers=_bearer,
            read=_openai_models,
            contexts=_openai_contexts,
            needs_key=True,
            speaks=True,
            draws=True,
        ),
        Kind(
            name="anthropic",
            label="Anthropic",
            base_url="https://api.anthropic.com",
            models_path="/v1/models?limit=1000",
            headers=_anthropic,
            read=_anthropic_models,
            needs_key=True,
            speaks=True,
        ),
        Kind(
            name="ollama",
            label="Ollama",
            base_url="http://127.0.0.1:11434",
            models_path="/api/tags",
            headers=_bearer,
            read=_ollama_models,
            speaks=True,
        ),
        Kind(
            name="a1111",
            label="AUTOMATIC1111",
            base_url="http://127.0.0.1:7860",
            models_path="/sdapi/v1/sd-models",
            headers=_user_and_password,
            read=_a1111_models,
            draws=True,
        ),
        Kind(
            name="comfyui",
            label="ComfyUI",
            base_url="http://127.0.0.1:8188",
            models_path="/object_info/CheckpointLoaderSimple",
            headers=_bearer,
            read=_comfyui_models,
            draws=True,
        ),
    ]
}

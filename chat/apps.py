from importlib import import_module

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """Conversations with language models."""

    name = "chat"
    verbose_name = "Chat"

    def ready(self):
        for module in ("topics", "receivers", "replying"):
            import_module(f"chat.{module}")
        _register_backends()


def _register_backends():
    """What speaks to each kind of provider. The SDKs come when somebody is asked, and not before."""
    register = import_module("chat.backends").register
    openai = import_module("chat.backends.openai")
    register("openai", openai.stream)
    register("ollama", openai.stream_ollama)
    register("anthropic", import_module("chat.backends.anthropic").stream)
    register("guide", import_module("chat.backends.guide").stream)

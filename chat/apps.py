from importlib import import_module

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """Conversations with language models."""

    name = "chat"
    verbose_name = "Chat"

    def ready(self):
        for module in ("topics", "receivers", "replying"):
            import_module(f"chat.{module}")
        backends = import_module("chat.backends")
        backends.register("guide", import_module("chat.backends.guide").stream)

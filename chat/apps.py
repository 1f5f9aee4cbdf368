from importlib import import_module

from django.apps import AppConfig


class ChatConfig(AppConfig):
    """Conversations with language models."""

    name = "chat"
    verbose_name = "Chat"

    def ready(self):
        for module in ("topics", "folding", "receivers", "replying", "exporting", "figures", "retention"):
            import_module(f"chat.{module}")
        _register_backends()
        _declare_preferences()


def _register_backends():
    """What speaks to each kind of provider. The SDKs come when somebody is asked, and not before."""
    register = import_module("chat.backends").register
    register("openai", import_module("chat.backends.openai").stream, sdk="openai")
    register("ollama", import_module("chat.backends.ollama").stream, sdk="openai")
    register("anthropic", import_module("chat.backends.anthropic").stream, sdk="anthropic")
    register("guide", import_module("chat.backends.guide").stream)


def _declare_preferences():
    preferences = import_module("settings_sync.preferences")
    switch = import_module("django.forms").BooleanField
    hint = "A tab goes to the conversation that you open in another one, unless something is written or being read there."
    preferences.declare("follow_tabs", "Follow across tabs", lambda: switch(required=False, help_text=hint), True, "Chat")

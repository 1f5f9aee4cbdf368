from importlib import import_module

from django.apps import AppConfig


class GenerationsConfig(AppConfig):
    """The gallery: images that people make, seen by all as they are made."""

    name = "generations"
    verbose_name = "Images"

    def ready(self):
        for module in ("topics", "receivers", "painting", "exporting", "figures", "orphans", "retention", "turns"):
            import_module(f"generations.{module}")
        _register_backends()


def _register_backends():
    """What speaks to each kind of provider; numpy and the SDKs come when somebody asks for an image, and not before."""
    register = import_module("generations.backends").register
    for kind in ("artwork", "openai", "a1111", "comfyui"):
        register(kind, import_module(f"generations.backends.{kind}").generate)

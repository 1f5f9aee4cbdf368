"""The kinds of scenes: a module each, with `paint(view, dice, look, scene)` that returns linear light as (height, width, 3)."""

from importlib import import_module


def painter_of(kind):
    return import_module(f"{__name__}.{kind}").paint

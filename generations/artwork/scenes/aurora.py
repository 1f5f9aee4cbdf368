"""Curtains of northern light over a dark forest, mirrored in a frozen lake."""

import numpy as np

from generations.artwork import water
from generations.artwork.colour import mix
from generations.artwork.noise import Field, line
from generations.artwork.sky import Sky, star
from generations.artwork.trees import treeline
from generations.artwork.view import smooth


def paint(view, dice, look, scene):
    shore = dice.between(0.74, 0.82)
    sky = Sky(view, dice, look, scene, shore)
    image = _night(view, dice, look, shore)
    for depth in range(dice.choice((2, 3, 3))):
        image = image + _curtain(view, dice, look, shore, depth)
    image = _hills(image, view, dice, look, shore)
    image = water.reflect(image, view, dice, look, sky, shore, calm=1.6)
    bank = np.float32(dice.between(0.965, 0.995)) + line(dice, view.x, view.px, 1.0, 4) * np.float32(0.03)
    return mix(
        image, np.float32([0.002, 0.003, 0.005]), treeline(view, dice, bank, 0.13, int(26 * view.half * 2) + 6, spread=0.6)
    )


def _night(view, dice, look, shore):
    shade = np.float32(0.02) + np.float32(0.16) * (view.y / np.float32(shore)) ** 2
    image = np.broadcast_to(look.first(shade), (*view.shape, 3)) * np.float32(0.75)
    for x, y, bright in zip(dice.many(520, -view.half, view.half), dice.many(520, 0, shore), dice.many(520), strict=True):
        star(image, view, x, y, bright**7 * 1.5, 0.0011)
    return image


def _curtain(view, dice, look, shore, depth):
    """A band that folds over itself: bright and sharp below, drawn out into rays above."""
    base, bend = dice.between(0.42, 0.72) * shore, Field(dice, "smooth", 0.1 + 0.05 * depth, angle=0)
    tilt = dice.between(-0.35, 0.35)
    fold = bend(view.x, np.full_like(view.x, 0.2), view.px) * np.float32(0.075) + view.x * np.float32(tilt)
    fold = fold + bend(view.x * np.float32(3.1), np.full_like(view.x, 0.6), view.px) * np.float32(0.022)
    above = np.float32(base) + fold - view.y
    along = view.x * np.float32(1.6) + fold * np.float32(2.4)
    rays = Field(dice, "rough", 1.1, angle=0)(along, above * np.float32(0.05), view.px * 1.5)
    slow = Field(dice, "cloud", 0.35, angle=0)(along, above * np.float32(0.1), view.px)
    tall = np.float32(0.13) * np.exp(slow * np.float32(0.35) + rays * np.float32(0.16)) * np.float32(1 - 0.15 * depth)
    light = np.exp(-np.maximum(above, 0) / tall) * smooth(-0.06, 0.035, above)
    light = light * np.exp(rays * np.float32(0.34) + slow * np.float32(0.45) - np.float32(0.35))
    climb = np.clip(above / np.float32(0.34), 0, 1)
    colour = mix(look.first(np.float32(0.66) + 0.16 * (1 - climb)), look.second(np.float32(0.56)), smooth(0.05, 0.55, climb))
    return colour * (light * np.float32(1.0 - 0.22 * depth))[..., None]


def _hills(image, view, dice, look, shore):
    for near in (0.0, 1.0):
        top = np.float32(shore - 0.05 + 0.035 * near) - line(dice, view.x, view.px, 1.1, 5, 0.45) * np.float32(0.09 - 0.05 * near)
        mask = treeline(view, dice, top, 0.03 + 0.02 * near, int(90 * view.half * 2) + 10)
        image = mix(image, look.first(0.09 - 0.06 * near) * np.float32(0.5), mask)
    return image

"""Dunes: sharp crests with a lit and a shaded side, and ripples that follow them."""

import numpy as np

from generations.artwork.colour import mix
from generations.artwork.noise import Field, line
from generations.artwork.sky import Sky
from generations.artwork.view import smooth


def paint(view, dice, look, scene):
    horizon = dice.between(0.42, 0.54)
    sky = Sky(view, dice, look, scene, horizon, lift=0.08)
    image = sky.paint()
    count = dice.choice((5, 6, 7))
    for place in range(count):
        image = _dune(image, view, dice, look, sky, place / (count - 1))
    return image


def _dune(image, view, dice, look, sky, near):
    """A crest that wanders to and fro down the picture parts its two sides."""
    level = sky.horizon + (1.02 - sky.horizon) * near**1.4 * 0.82
    wave = line(dice, view.x / np.float32(0.6 + near), view.px, 0.9, 3, 0.35)
    peak = dice.between(-0.8, 0.8) * view.half
    hump = np.exp(-np.abs(view.x - np.float32(peak)) / np.float32(0.16 + 0.34 * near)) * np.float32(0.05 + 0.13 * near)
    top = np.float32(level) - hump + wave * np.float32(0.04 + 0.08 * near)
    depth = view.y - top
    wander = Field(dice, "smooth", 0.12, 1, angle=0)(np.zeros_like(view.y), view.y * np.float32(1.6), view.px)
    crest = (
        np.float32(peak)
        + (wander - wander[0]) * np.float32(0.05)
        + (view.y - np.float32(level - 0.1)) * np.float32(dice.between(-0.9, 0.9))
    )
    side = (view.x - crest) * np.float32(1 if sky.sun_x > 0 else -1)
    lit = smooth(-0.004 - view.px, 0.004 + view.px, side)
    shade = _shade(view, dice, sky, near, depth, side, lit)
    colour = mix(look.first(shade), look.second(shade * np.float32(0.8)), (1 - lit) * np.float32(1.1 * sky.tint))
    haze = np.float32(0.62 * (1 - near) ** 1.5) + smooth(0.0, 0.25, depth) * np.float32(0.18 * (1 - near))
    return mix(image, mix(colour, sky.air_at(view.x), np.clip(haze, 0, 0.9)), view.edge(-depth))


def _shade(view, dice, sky, near, depth, side, lit):
    ripples = Field(dice, "smooth", 1.1, 1, angle=0)
    bend = ripples(view.x * np.float32(0.5), view.y * np.float32(0.5), view.px)
    waves = np.sin((depth * np.float32(5) + side * np.float32(1.3) + bend * np.float32(0.05)) * np.float32(44 / (0.35 + near)))
    fine = waves * np.float32(0.03) * smooth(0.25, 0.02, np.float32(view.px * 44 * 5 / (0.35 + near) / 6.28)) * np.float32(near)
    land = sky.hour.land
    bright = (
        np.float32(0.66 * land + 0.08)
        - smooth(0.0, 0.5, np.abs(side)) * np.float32(0.12)
        + smooth(0.1, 0.0, depth) * np.float32(0.1)
    )
    dark = np.float32(0.24 * land) + smooth(0.0, 0.5, np.abs(side)) * np.float32(0.16 * land)
    return np.clip(
        dark + (bright - dark) * lit + fine * (0.35 + 0.65 * lit) - smooth(0.1, 0.6, depth) * np.float32(0.06), 0.01, 1
    )

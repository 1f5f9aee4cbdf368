"""Deep in a forest: rows of trunks that fade into mist, and shafts of light."""

import numpy as np

from generations.artwork.colour import mix
from generations.artwork.noise import Field, line
from generations.artwork.trees import treeline
from generations.artwork.view import smooth

LIGHT = {"dawn": (0.86, 1.0), "day": (0.92, 0.9), "dusk": (0.76, 0.95), "night": (0.5, 0.3)}


def paint(view, dice, look, scene):
    air, strength = LIGHT[scene.time]
    sun = dice.between(-0.7, 0.7) * view.half
    image = _depths(view, dice, look, air, sun)
    rows = 6
    for place in range(rows):
        image = _row(image, view, dice, look, place / (rows - 1), air, sun)
    return _shafts(image, view, dice, look, sun, strength)


def _depths(view, dice, look, air, sun):
    away = np.hypot((view.x - np.float32(sun)) * np.float32(0.9), view.y - np.float32(0.3))
    drift = Field(dice, "cloud", 0.3, 2)(view.x, view.y, view.px) * np.float32(0.02)
    shade = np.clip(air - away * np.float32(0.42) + drift, 0, 1)
    glow = np.exp(-((away / np.float32(0.3)) ** 2))
    return mix(look.first(shade), look.second(np.clip(shade + 0.06, 0, 1)), glow * np.float32(look.share))


def _row(image, view, dice, look, near, air, sun):
    """A row of trees with its ground; `near` from 0 for the farthest to 1."""
    ground = np.float32(0.66 + 0.3 * near**1.3) + line(dice, view.x, view.px, 1.2, 4) * np.float32(0.04)
    if dice.chance(0.5) and near < 0.75:
        mask = treeline(view, dice, ground, size=0.34 + 0.5 * near, count=int(14 * view.half * 2) + 3, spread=0.45)
    else:
        mask = np.broadcast_to(view.edge(ground - view.y), view.shape).copy()
    _trunks(mask, view, dice, ground, near)
    depth = smooth(-0.25, 0.05, view.y - ground)
    shade = np.float32(air * (0.74 - 0.68 * near**0.7) + 0.02) + depth * np.float32(0.1 * (1 - near))
    toward = np.exp(-np.abs(view.x - np.float32(sun)) / np.float32(0.4)) * np.float32(0.13 * (1 - near))
    # Of two named colours the mist has the first and the trees that stand near the second.
    amount = np.float32(smooth(0.3, 0.7, near)) if look.is_named else toward * np.float32(1.5)
    lighter = shade + toward + np.float32(0.1 if look.is_named else 0)
    colour = look.blend(lighter, np.broadcast_to(amount, view.shape))
    mist = smooth(-0.16, 0.06, view.y - ground) * np.float32(0.75 * (1 - near))
    return mix(mix(image, colour, mask), look.first(np.float32(air * 0.92)), mist)


def _trunks(mask, view, dice, ground, near):
    """Trunks that leave the picture at the top, leaning a little, with broken boughs."""
    count = int((13 - 9 * near) * (0.4 + view.half * 1.2)) + 2
    xs, wide = dice.many(count, -view.half * 1.05, view.half * 1.05), dice.many(count, 0.6, 1.25)
    leans, bends = dice.many(count, -0.05, 0.05), dice.many(count)
    for x, size, lean, bend in zip(xs, wide, leans, bends, strict=True):
        radius = (0.007 + 0.026 * near**1.6) * size
        foot = float(np.interp(x, view.x[0], ground[0])) + 0.02
        middle = x + lean * (foot - view.y) + np.sin(view.y * np.float32(5 + 3 * bend) + np.float32(bend * 9)) * np.float32(0.006)
        flare = np.exp((view.y - np.float32(foot)) / np.float32(0.03)) * np.float32(0.7)
        thick = np.float32(radius) * (np.float32(0.75) + np.float32(0.35) * view.y + flare)
        inside = view.edge(np.abs(view.x - middle) - thick) * view.edge(view.y - np.float32(foot))
        np.maximum(mask, inside, out=mask)
        _boughs(mask, view, x, lean, foot, radius, bend)


def _boughs(mask, view, x, lean, foot, radius, bend):
    for step in range(7):
        height = 0.03 + (step + bend) * foot * 0.12
        side = 1 if (step * 7 + int(bend * 97)) % 2 else -1
        length = radius * (3.5 + 3.5 * ((step * 0.37 + bend) % 1))
        root = x + lean * (foot - height)
        box = view.box(root, height, length * 1.3)
        if box:
            across, down = view.part(box)
            out = (across - np.float32(root)) * np.float32(side)
            droop = np.abs(down - np.float32(height) - out * np.float32(0.35) + out * out * np.float32(0.2 / length))
            inside = (
                view.edge(droop - np.float32(radius * 0.16) * (1 - out / np.float32(length)))
                * view.edge(out - np.float32(length))
                * view.edge(-out)
            )
            np.maximum(mask[box], inside, out=mask[box])


def _shafts(image, view, dice, look, sun, strength):
    """Light that falls in bundles from above the picture."""
    away = np.float32(0.35) + view.y
    angle = (view.x - np.float32(sun)) / away
    bundles = Field(dice, "cloud", 1.3, angle=0)(angle, np.full_like(angle, 0.3), view.px * 1.5)
    rays = smooth(0.0, 2.2, bundles) * np.exp(-((angle / np.float32(0.55)) ** 2)) * smooth(1.05, 0.1, view.y)
    return image + (rays * np.float32(0.3 * strength))[..., None] * mix(
        look.first(0.9), look.second(0.93), 0.5 if look.is_named else 0.0
    )

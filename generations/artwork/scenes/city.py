"""A skyline across the water: towers behind towers, and windows where somebody is still awake."""

import numpy as np

from generations.artwork import water
from generations.artwork.colour import mix
from generations.artwork.sky import Sky
from generations.artwork.view import smooth

LIT = {"dawn": 0.22, "day": 0.05, "dusk": 0.42, "night": 0.5}  # the share of windows with light


def paint(view, dice, look, scene):
    shore = dice.between(0.7, 0.78)
    sky = Sky(view, dice, look, scene, shore, lift=0.12)
    sky.tint *= 0.3  # the windows take the second palette
    image = sky.paint()
    glow = np.exp(-np.abs(view.y - np.float32(shore)) / np.float32(0.14)) * np.float32(0.25 * LIT[scene.time])
    image = image + (glow * np.ones_like(view.x))[..., None] * look.second(0.75)
    for near in (0.0, 0.35, 0.7, 1.0):
        _row(image, view, dice, look, sky, near, shore, LIT[scene.time])
    return water.reflect(image, view, dice, look, sky, shore, calm=0.75)


def _row(image, view, dice, look, sky, near, shore, lit):
    """Towers side by side, tallest around one place."""
    centre = dice.between(-0.5, 0.5) * view.half
    count = int((15 - 3 * near) * (view.half * 2 + 0.4))
    xs = np.linspace(-view.half - 0.04, view.half + 0.04, count) + dice.many(count, -0.02, 0.02)
    wide, tall = dice.many(count, 0.035, 0.075) * (0.8 + 0.35 * near), dice.many(count) ** 1.6
    kinds, keys = dice.many(count), dice.many(count, 0, 1, nudge=0)
    for place in np.argsort(kinds):
        crowd = np.exp(-(((xs[place] - centre) / 0.34) ** 2))
        height = (0.07 + 0.13 * (1 - near)) + tall[place] * (0.08 + 0.36 * crowd) * (1.15 - 0.5 * near)
        _tower(image, view, look, sky, (xs[place], wide[place], shore - height, shore), near, kinds[place], keys[place], lit)


def _tower(image, view, look, sky, walls, near, kind, key, lit):
    x, wide, top, shore = (np.float32(wall) for wall in walls)
    box = view.box(x, (top + shore) / 2, max(wide, (shore - top) / 2) + 0.09)
    if not box:
        return
    across, down = view.part(box)
    u = across - x
    inside = view.edge(_outline(u, down, wide / 2, top, kind)) * view.edge(down - shore)
    haze = np.float32(0.62 * (1 - near) ** 1.3) + smooth(0.22, 0.0, shore - down) * np.float32(0.22 * (1 - near))
    face = np.float32(0.02 + 0.13 * sky.hour.land * (1.1 - near)) + smooth(
        -0.5, 0.5, u / wide * np.sign(sky.sun_x - x)
    ) * np.float32(0.1 * sky.hour.land)
    # Of two named colours the sky has the first, and the towers that stand near the second.
    wall = look.second(face + np.float32(0.12)) if look.is_named and near > 0.5 else look.first(face)
    colour = mix(
        np.broadcast_to(wall, (*inside.shape, 3)),
        sky.air_at(across) * np.float32(0.55 + 0.35 * sky.hour.land),
        np.broadcast_to(haze, inside.shape),
    )
    colour = colour + _windows(view, look, u / wide, down - top, wide, near, key, lit)
    image[box] = mix(image[box], colour, inside)


def _outline(u, down, half, top, kind):
    """The distance from the tower's outline: flat, stepped, pointed or with a mast."""
    body = np.maximum(np.abs(u) - half, top - down)
    if kind > 0.86:
        return np.minimum(body, np.maximum(np.abs(u) - np.float32(0.0016), top - np.float32(0.07) - down))
    if kind > 0.74:
        slope = half / np.float32(0.05)
        return np.minimum(
            body, np.maximum((np.abs(u) - slope * (down - top + np.float32(0.05))) / np.hypot(1, slope), down - top)
        )
    if kind > 0.45:
        return np.minimum(body, np.maximum(np.abs(u) - half * np.float32(0.6), top - np.float32(0.022) - down))
    return body


def _windows(view, look, u, depth, wide, near, key, lit):
    """Lit panes in a grid; where panes are smaller than pixels, their mean."""
    pitch = np.float32(0.0068 + 0.0028 * near)
    columns = max(2, round(float(wide / pitch)))
    column, row = np.floor((u + np.float32(0.5)) * columns), np.floor(depth / (pitch * np.float32(1.25)))
    chance = _hash(column, row, key)
    pane_x, pane_y = (u + np.float32(0.5)) * columns - column, depth / (pitch * np.float32(1.25)) - row
    pane = smooth(0.5, 0.36, np.abs(pane_x - np.float32(0.5))) * smooth(0.46, 0.3, np.abs(pane_y - np.float32(0.5))) * (row > 0)
    floor_is_lit = _hash(row, np.float32(3), key * 7) < np.float32(lit + 0.25)
    on = (chance < np.float32(lit)) * floor_is_lit
    sharp = np.float32(smooth(0.6, 0.3, np.float32(view.px) / pitch))
    amount = (pane * on * sharp + (1 - sharp) * np.float32(0.3 * lit)) * (
        np.float32(0.35) + np.float32(0.65) * _hash(row, column, key * 3)
    )
    warm = mix(look.second(0.78), look.first(0.9), (chance * 7 % 1 < 0.25) * 0.7)
    return warm * (amount * np.float32(0.25 + 0.75 * near) * np.float32(1.25))[..., None]


def _hash(one, other, key):
    return (
        np.abs(np.sin(one * np.float32(12.9898) + other * np.float32(78.233) + np.float32(key * 41.3)) * np.float32(4375.85)) % 1
    )

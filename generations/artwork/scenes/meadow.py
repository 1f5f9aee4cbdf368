"""A meadow seen from within the grass: flowers near by, and soft discs of colour where it is out of focus."""

import numpy as np

from generations.artwork.colour import Look, mix
from generations.artwork.light import soft
from generations.artwork.noise import Field, line
from generations.artwork.view import smooth

GREENS = {"green", "forest", "emerald", "olive", "lime", "mint"}
LIGHT = {"dawn": 0.9, "day": 1.0, "dusk": 0.72, "night": 0.4}


def paint(view, dice, look, scene):
    land, horizon = LIGHT[scene.time], dice.between(0.34, 0.48)
    colours = _Colours(look, land)
    image = _far(view, dice, colours, horizon)
    image = soft(image, view, 0.012)
    _discs(image, view, dice, colours, horizon)
    for depth in (0.0, 0.35, 0.7, 1.0):
        image = _grass(image, view, dice, colours, horizon, depth)
        _flowers(image, view, dice, colours, horizon, depth)
    return image


class _Colours:
    """Leaves take a green that was named, or one that goes with anything; petals take the other colours."""

    def __init__(self, look, land):
        self.look, self.land = look, land
        named = look.names if look.is_named else look.names[:1]
        greens = [name for name in named if name in GREENS]
        self.green = Look((*greens[:1], "forest", "green")[:2])
        self.petals = Look([name for name in named if name not in GREENS] or ["white"])

    def leaf(self, shade):
        return self.green.first(shade)

    def petal(self, shade, place):
        return self.petals.nth(place, shade) if self.petals.is_named else self.petals.first(shade)


def _far(view, dice, colours, horizon):
    sun = np.float32(dice.between(-0.5, 0.5) * view.half)
    away = np.hypot(view.x - sun, (view.y - np.float32(horizon * 0.55)))
    sky = np.clip(np.float32(0.97 * colours.land) - away * np.float32(0.42), 0.05, 1)
    image = mix(
        colours.look.first(sky), colours.look.second(sky), np.exp(-away / np.float32(0.4)) * np.float32(colours.look.share)
    )
    image = image + np.exp(-away / np.float32(0.13))[..., None] * colours.look.first(0.95) * np.float32(0.6 * colours.land)
    for near in (0.0, 0.5, 1.0):
        top = np.float32(horizon - 0.06 + 0.05 * near) - line(dice, view.x, view.px, 1.4, 4) * np.float32(0.06)
        hill = mix(
            colours.leaf(np.float32(colours.land * (0.66 - 0.2 * near))),
            colours.look.first(0.85 * colours.land),
            0.55 - 0.35 * near,
        )
        image = mix(image, hill, view.edge(top - view.y))
    field = Field(dice, "cloud", 0.8, 3, angle=0)(view.x, (view.y - np.float32(horizon)) ** np.float32(1) * 2, view.px)
    shade = np.clip(
        np.float32(0.5) - (view.y - np.float32(horizon)) * np.float32(0.55) + field * np.float32(0.05), 0.08, 1
    ) * np.float32(colours.land)
    return mix(image, colours.leaf(shade), smooth(horizon - 0.01, horizon + 0.06, view.y) * np.ones_like(view.x))


def _discs(image, view, dice, colours, horizon):
    """Flowers far out of focus."""
    count = int(150 * (view.half * 2 + 0.2))
    xs, ys, sizes = dice.many(count, -view.half, view.half), np.sort(dice.many(count) ** 1.3), dice.many(count, 0.6, 1.3)
    for place, (x, t, size) in enumerate(zip(xs, ys, sizes, strict=True)):
        y, radius = horizon + 0.02 + t * (0.86 - horizon), (0.005 + 0.024 * t) * size
        box = view.box(x, y, radius * 1.4)
        if box:
            u, v = view.part(box)
            away = np.hypot(u - x, v - y) / np.float32(radius)
            inside = smooth(1.08, 0.86, away) * (np.float32(0.45) + np.float32(0.22) * smooth(0.4, 1.0, away))
            image[box] = mix(
                image[box],
                colours.petal(colours.land * (0.5 + 0.3 * size / 1.3), place // 3),
                inside * np.float32(0.85 - 0.35 * t),
            )


def _grass(image, view, dice, colours, horizon, depth):
    """Blades side by side: stretched noise, cut by its own height."""
    top = horizon + 0.1 + 0.46 * depth
    lean = Field(dice, "smooth", 0.25, angle=0)(view.x, view.y, view.px) * np.float32(0.03)
    blades = Field(dice, "rough", 2.6 - 1.5 * depth, stretch=0.11, angle=0)
    x = (view.x + lean * (1 - view.y)) * np.float32(1)
    blade = blades(x, view.y * np.float32(0.1), view.px * (2.6 - 1.5 * depth))
    height = (view.y - np.float32(top)) / np.float32(0.1 + 0.1 * depth)
    inside = smooth(0.0, 0.5, height + blade * np.float32(0.55) - np.float32(0.35))
    shade = (np.float32(0.5 - 0.26 * depth) + blade * np.float32(0.1) - np.clip(height, 0, 3) * np.float32(0.07)) * np.float32(
        colours.land
    )
    return mix(image, colours.leaf(np.clip(shade, 0.03, 1)), inside * np.float32(0.94))


def _flowers(image, view, dice, colours, horizon, depth):
    count = int((16 - 11 * depth) * (view.half * 2 + 0.3))
    xs, ys, sizes = dice.many(count, -view.half, view.half), dice.many(count), dice.many(count, 0.7, 1.3)
    turns, kinds = dice.many(count, -0.5, 0.5), dice.many(count)
    for place, (x, t, size) in enumerate(zip(xs, ys, sizes, strict=True)):
        y = horizon + 0.07 + 0.4 * depth + t * (0.1 + 0.12 * depth)
        radius = (0.011 + 0.042 * depth**1.2) * size
        _stem(image, view, colours, x, y, radius, turns[place], depth)
        _flower(image, view, colours, (x, y, radius), turns[place], kinds[place], depth, place // 2)


def _stem(image, view, colours, x, y, radius, turn, depth):
    box = view.box(x, y + 0.2, 0.2)
    if box:
        u, v = view.part(box)
        bend = np.float32(x) + (v - np.float32(y)) ** 2 * np.float32(turn * 0.8)
        inside = view.edge(np.abs(u - bend) - np.float32(radius * 0.07 + 0.0006)) * (v > y) * smooth(y + 0.4, y + 0.2, v)
        image[box] = mix(image[box], colours.leaf(np.float32(0.42 - 0.2 * depth) * colours.land), inside * np.float32(0.9))


def _flower(image, view, colours, place, turn, kind, depth, order):
    """Petals around a heart, seen somewhat from the side."""
    x, y, radius = place
    box = view.box(x, y, radius * 1.6)
    if not box:
        return
    u, v = view.part(box)
    u, v = (u - np.float32(x)) / np.float32(radius), (v - np.float32(y)) / np.float32(radius)
    u, v = u * np.cos(turn) + v * np.sin(turn), (v * np.cos(turn) - u * np.sin(turn)) / np.float32(0.62 + 0.3 * kind)
    away, angle = np.hypot(u, v), np.arctan2(v, u)
    petals = 5 if kind < 0.45 else 13 if kind > 0.75 else 8
    wave = np.abs(np.cos(angle * np.float32(petals / 2) + np.float32(kind * 9)))
    outline = np.float32(0.62) + np.float32(0.38) * wave ** np.float32(0.55)
    inside = view.edge((away - outline) * np.float32(radius), soft=radius * 0.06 * (1 - depth))
    land = np.float32(colours.land)
    shade = (np.float32(0.46) + np.float32(0.3) * away - np.float32(0.16) * (1 - wave) - np.float32(0.1) * v) * land + np.float32(
        0.06
    )
    heart = smooth(0.3, 0.22, away)
    colour = mix(colours.petal(np.clip(shade, 0.05, 0.96), order), colours.look.second((0.7 - 0.3 * away) * land), heart)
    image[box] = mix(image[box], colour, inside)

"""A window in the rain: lights of a street out of focus, and every drop with the world upside down in it."""

import numpy as np

from generations.artwork.colour import mix
from generations.artwork.light import soft
from generations.artwork.noise import Field
from generations.artwork.view import smooth

DARK = {"dawn": 0.5, "day": 0.62, "dusk": 0.3, "night": 0.14}


def paint(view, dice, look, scene):
    street = _street(view, dice, look, DARK[scene.time])
    mist = Field(dice, "cloud", 0.3)(view.x, view.y, view.px)
    behind = (
        soft(street, view, 0.022) * np.float32(0.86)
        + look.first(0.3 + DARK[scene.time] * 0.5) * (np.float32(0.05) + np.float32(0.012) * mist)[..., None]
    )
    return _wet(behind, street, view, dice)


def _street(view, dice, look, dark):
    """Discs of light on a dark ground, larger near by, mirrored in a wet road."""
    cloud = Field(dice, "cloud", 0.25)(view.x, view.y, view.px)
    ground = np.float32(dark) + np.float32(0.12) * (1 - np.abs(view.y - np.float32(0.5)) * 2) + cloud * np.float32(0.02)
    image = look.first(np.clip(ground, 0.02, 1)) * np.float32(0.75)
    count = int(52 * (view.half * 2 + 0.3))
    xs, ys, sizes, tints = dice.many(count, -view.half, view.half), dice.many(count), dice.many(count), dice.many(count)
    for x, y, size, tint in zip(xs, ys, sizes, tints, strict=True):
        radius, at = 0.018 + 0.055 * size**2, 0.12 + 0.62 * y
        colour = look.second(0.6 + 0.3 * tint) if tint < 0.25 + look.share * 0.6 else look.first(0.62 + 0.3 * tint)
        _disc(image, view, x, at, radius, colour * np.float32(0.8 + 1.1 * (1 - size)))
    return image


def _disc(image, view, x, y, radius, light):
    box = view.box(x, y, radius * 1.3)
    if box:
        u, v = view.part(box)
        away = np.hypot(u - x, v - y) / np.float32(radius)
        glow = smooth(1.05, 0.9, away) * (np.float32(0.62) + np.float32(0.38) * smooth(0.5, 0.98, away))
        image[box] = mix(image[box], light, glow * np.float32(0.7))


def _wet(behind, street, view, dice):
    """Drops of three sizes, the largest with the track that they left."""
    image = behind.copy()
    for count, low, high in ((900, 0.0018, 0.0045), (150, 0.005, 0.011), (34, 0.013, 0.026)):
        count = int(count * (view.half * 2 + 0.1))
        xs, ys, sizes, forms = (
            dice.many(count, -view.half, view.half),
            dice.many(count),
            dice.many(count, low, high),
            dice.many(count),
        )
        for x, y, radius, form in zip(xs, ys, sizes, forms, strict=True):
            if radius > 0.013 and form > 0.45:
                _track(image, street, view, x, y, radius * 0.55, 0.12 + 0.5 * form)
            _drop(image, street, view, x, y, radius, 1 + 0.4 * form)
    return image


def _track(image, street, view, x, y, half, length):
    """Where a drop ran down the pane is clear."""
    box = view.box(x, y - length / 2, length / 2)
    if box:
        u, v = view.part(box)
        bend = np.float32(x) + np.sin(v * np.float32(31) + np.float32(x * 50)) * np.float32(0.003)
        inside = (
            view.edge(np.abs(u - bend) - np.float32(half) * (1 - (np.float32(y) - v) / np.float32(length) * np.float32(0.5)))
            * (v < y)
            * smooth(y - length, y - length * 0.7, v)
        )
        image[box] = mix(image[box], street[box], inside * np.float32(0.55))


def _drop(image, street, view, x, y, radius, tall):
    """A lens: it shows the street upside down and bright, dark at its upper edge, with one light of its own."""
    box = view.box(x, y, radius * tall * 1.15)
    if not box:
        return
    u, v = view.part(box)
    u, v = (u - np.float32(x)) / np.float32(radius), (v - np.float32(y)) / np.float32(radius * tall)
    away = np.hypot(u * (1 + np.float32(0.18) * (1 - v) * (tall - 1) * 2), v)
    bulge = np.minimum(away, 1)
    across = np.float32(x) - u * (np.float32(0.05) + np.float32(0.17) * bulge**2)
    down = np.float32(y) - v * (np.float32(0.08) + np.float32(0.3) * bulge**2)
    rows = np.clip(down * view.height, 0, view.height - 1).astype(np.intp)
    columns = np.clip((across + np.float32(view.half)) * view.height, 0, view.width - 1).astype(np.intp)
    lens = street[rows, columns] * np.float32(1.35) + np.float32(0.012)
    shade = np.float32(1) - np.float32(0.75) * smooth(0.55, 1.0, away) * smooth(0.5, -0.8, v)
    lens = (
        lens * shade[..., None]
        + (smooth(0.34, 0.1, np.hypot(u + np.float32(0.3), v + np.float32(0.42))) * np.float32(0.55))[..., None]
    )
    lens = lens + (smooth(0.75, 0.98, away) * smooth(0.1, 0.9, v) * np.float32(0.1))[..., None]
    image[box] = mix(image[box], lens, view.edge((away - 1) * np.float32(radius)) * np.float32(0.96))

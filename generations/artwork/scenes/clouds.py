"""A sky full of clouds, banks of cumulus lit from the side."""

import numpy as np

from generations.artwork.colour import mix
from generations.artwork.noise import Field
from generations.artwork.sky import Sky
from generations.artwork.view import smooth


def paint(view, dice, look, scene):
    sky = Sky(view, dice, look, scene, horizon=dice.between(0.6, 0.7), lift=dice.between(0.1, 0.22))
    image = sky.paint()
    layers = 3
    for place in range(layers):
        image = _bank(image, view, dice, look, sky, place / (layers - 1))
    return _birds(image, view, dice, look, sky)


def _bank(image, view, dice, look, sky, near):
    """A bank of cumulus, heaped up like a range of hills, with the next one rising out of its haze."""
    here, lit = _heaps(view, dice, near, 1 if sky.sun_x > 0 else -1)
    body = smooth(0.0, 0.12 + 0.25 * (1 - near), here)
    away = np.hypot(view.x - np.float32(sky.sun_x), view.y - np.float32(sky.sun_y))
    bright = sky.hour.land
    shade = (
        np.float32(0.16 + 0.5 * bright)
        + lit * np.float32(0.24)
        - np.clip(here, 0, 3) * np.float32(0.05)
        - away * np.float32(0.12)
    )
    shade = np.clip(shade, 0.06 + 0.2 * bright, 0.99)
    colour = mix(look.first(shade), look.second(shade), smooth(-0.1, 0.6, lit) * np.float32(1.9 * look.share - 0.1))
    rim = smooth(0.5, 0.0, here) * np.exp(-away / np.float32(0.3)) * np.float32(0.45 * sky.hour.glow)
    haze = smooth(0.4, 2.2, here) * np.float32(0.7 - 0.35 * near)
    return mix(image, mix(colour + rim[..., None] * look.first(0.97), sky.air_at(view.x), haze), body)


def _heaps(view, dice, near, side):
    """How deep inside the bank each place is, and how much it faces the sun, from -1 to 1."""
    puffs = [Field(dice, "smooth", scale / (0.45 + 0.75 * near)) for scale in (0.16, 0.34, 0.72, 1.5, 3.1)]
    place = Field(dice, "smooth", 0.11, angle=0)
    step = max(1, round((0.016 + 0.014 * near) / view.px))
    # A margin, so that the neighbour towards the sun is known everywhere.
    x = np.concatenate([view.x - np.float32(step * view.px), view.x[:, -2 * step :] + np.float32(step * view.px)], axis=1)
    y = np.concatenate([view.y[:step] - np.float32(step * view.px), view.y])
    heaps = sum(np.abs(puff(x, y, view.px)) * np.float32(0.5**order) for order, puff in enumerate(puffs))
    level = np.float32(0.5 + 0.46 * near) - place(x, np.full_like(x, 0.5), view.px) * np.float32(0.05 + 0.05 * near)
    depth = (y - level) / np.float32(0.1 + 0.13 * near) + heaps * np.float32(0.95) - np.float32(0.75)
    here = depth[step:, step:-step]
    towards = depth[:-step, 2 * step :] if side > 0 else depth[:-step, : -2 * step]
    return here, here - towards


def _birds(image, view, dice, look, sky):
    """A few birds far away."""
    count = dice.choice((0, 5, 7, 9))
    x, y = dice.between(-0.5, 0.5) * view.half, dice.between(0.15, 0.4)
    across, along, sizes = dice.many(count, -0.16, 0.16), dice.many(count, -0.08, 0.08), dice.many(count, 0.009, 0.016)
    for dx, dy, size in zip(across, along, sizes, strict=True):
        box = view.box(x + dx, y + dy, size * 1.5)
        if box:
            u, v = view.part(box)
            u, v = np.abs(u - np.float32(x + dx)) / size, (v - np.float32(y + dy)) / size
            wing = np.abs(v + np.float32(0.55) * np.sqrt(u + np.float32(0.01)) - np.float32(0.35) * u * u) - np.float32(0.1) * (
                1 - u
            )
            inside = view.edge(np.maximum(wing, u - 1) * np.float32(size))
            image[box] = mix(image[box], look.first(0.12 * sky.hour.land + 0.03), inside * np.float32(0.8))
    return image

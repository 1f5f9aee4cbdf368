"""The open sea: swell that grows towards the viewer, and the path of light under the sun."""

import numpy as np

from generations.artwork.colour import mix
from generations.artwork.noise import Field, line
from generations.artwork.sky import Sky
from generations.artwork.view import smooth


def paint(view, dice, look, scene):
    horizon = dice.between(0.46, 0.6)
    sky = Sky(view, dice, look, scene, horizon, lift=0.05)
    image = sky.paint()
    image = _islands(image, view, dice, look, sky)
    sea = _sea(view, dice, look, sky, _steep(scene))
    sea = mix(
        sea, sky.air_at(view.x), np.exp(-np.abs(view.y - np.float32(horizon)) / np.float32(0.02)) * 0.6 * np.ones_like(view.x)
    )
    image = mix(image, sea, np.broadcast_to(view.edge(np.float32(horizon) - view.y), view.shape))
    return _boat(image, view, dice, look, sky) if {"boat", "sail", "ship"} & set(scene.features) else image


def _steep(scene):
    return 1.7 if scene.weather == "storm" or scene.mood == "dramatic" else 0.6 if scene.mood == "calm" else 1.0


def _sea(view, dice, look, sky, steep):
    """Slopes of waves in perspective mirror a part of the sky; those that face the sun glitter."""
    depth = np.maximum(view.y - np.float32(sky.horizon), np.float32(0.002)) / np.float32(1 - sky.horizon)
    far = np.float32(0.22) / depth
    x, z = view.x * far * np.float32(2.2), far * np.float32(3.2)
    px = view.px * np.clip(far * 3, 1, 60)
    swell, chop = Field(dice, "cloud", 0.1, 2.6, angle=0.06), Field(dice, "rough", 0.32, 2.0, angle=-0.1)
    step = np.float32(0.05)
    tall, small = swell(x, z, view.px * 1.5), chop(x, z, view.px * 2)
    slope = (tall - swell(x, z + step, view.px * 1.5)) * np.float32(2.2) + (small - chop(x, z + step, view.px * 2)) * np.float32(
        0.55
    )
    slope = slope * np.float32(steep) * smooth(0.0, 0.1, depth) + 0 * px
    base = sky.hour.land * (0.5 - 0.34 * depth) + 0.12
    shade = np.clip(base + slope * np.float32(0.16), 0.02, 1)
    # Of two named colours the sky has the first and the water the second.
    water = look.second(shade) if look.is_named else look.blend(shade, smooth(0.1, 1.4, slope) * np.float32(0.1))
    return water + _glitter(view, look, sky, depth, slope)


def _glitter(view, look, sky, depth, slope):
    width = np.float32(0.035) + np.float32(0.2) * depth
    path = np.exp(-(((view.x - np.float32(sky.sun_x)) / width) ** 2))
    sparks = smooth(0.05, 0.9, slope + np.float32(0.5) * (1 - depth) ** 2) * path
    return (sparks * np.float32(1.1 * sky.hour.glow))[..., None] * look.first(0.97)


def _islands(image, view, dice, look, sky):
    if dice.chance(0.45):
        return image
    side, reach = dice.choice((-1, 1)), dice.between(0.2, 0.55)
    for far in (0.6, 0.25):
        shape = line(dice, view.x, view.px, 1.6, 6, 0.5, ridged=True)
        taper = smooth(0.0, view.half * 0.9, view.x * side - np.float32(view.half * (1 - 2 * reach) * (0.5 + far)))
        top = np.float32(sky.horizon) - shape * taper * np.float32(0.14 - 0.08 * far)
        colour = mix(look.first(np.full_like(top, 0.2 * sky.hour.land)), sky.air_at(view.x), np.full_like(top, far))
        image = mix(
            image, colour, view.edge(top - view.y) * view.edge(view.y - np.float32(sky.horizon)) * smooth(0.0, 0.01, taper)
        )
    return image


def _boat(image, view, dice, look, sky):
    """A small sailing boat near the path of light."""
    x, y, tall = sky.sun_x + dice.between(-0.22, 0.22), sky.horizon + dice.between(0.05, 0.11), dice.between(0.11, 0.15)
    across, up = (view.x - np.float32(x)) / np.float32(tall), (np.float32(y) - view.y) / np.float32(tall)
    hull = np.maximum(
        np.abs(across) - (np.float32(0.26) + up * np.float32(0.5)), np.abs(up - np.float32(0.05)) - np.float32(0.06)
    )
    main = np.maximum(np.maximum(np.float32(0.14) - up, -across + np.float32(0.015)), across - np.float32(0.36) * (1 - up))
    jib = np.maximum(
        np.maximum(np.float32(0.16) - up, across + np.float32(0.015)), -across - np.float32(0.26) * (np.float32(0.86) - up)
    )
    image = mix(image, look.first(0.06), view.edge(hull * np.float32(tall)))
    sail = look.second(0.92) * np.float32(0.5 + 0.5 * sky.hour.land)
    return mix(image, sail, view.edge(np.minimum(main, jib) * np.float32(tall)))

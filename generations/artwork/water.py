"""Still water: what stands above it, upside down, broken by ripples."""

import numpy as np

from generations.artwork.colour import mix
from generations.artwork.noise import Field
from generations.artwork.view import smooth


def reflect(image, view, dice, look, sky, shore, calm=1.0):
    """The picture with water below `shore` (0 top, 1 bottom)."""
    first = int(np.ceil(shore * view.height))
    if first >= view.height:
        return image
    y, depth = view.y[first:], view.y[first:] - np.float32(shore)
    near = depth / np.float32(max(1 - shore, 0.01))
    ripple = Field(dice, "rough", 2.2, stretch=7, angle=0)
    flat = y * (np.float32(2.5) - np.float32(1.5) * near)
    waves = ripple(view.x, flat, view.px * 2) * (np.float32(0.004) + np.float32(0.022) * near) / np.float32(calm)
    source = np.float32(shore) - depth * np.float32(0.92) - np.abs(waves) - waves * np.float32(0.6)
    rows = np.clip(source * view.height, 0, first - 1)
    upper = rows.astype(np.intp)
    columns = np.arange(view.width)[None]
    mirrored = mix(image[upper, columns], image[np.minimum(upper + 1, first - 1), columns], rows - upper)
    deep = look.first(0.12 * sky.hour.land + 0.04) * np.float32(0.6) + look.second(0.2 * sky.hour.land) * np.float32(0.4)
    mirrored = mix(
        mirrored * np.float32(0.86), deep, np.broadcast_to(np.float32(0.12) + np.float32(0.42) * near**1.3, rows.shape)
    )
    glitter = smooth(1.2, 2.8, waves / (np.float32(0.004) + np.float32(0.022) * near)) * np.exp(
        -(((view.x - sky.sun_x) / np.float32(0.25)) ** 2)
    )
    mirrored += (glitter * np.float32(0.5 * sky.hour.glow))[..., None] * mix(look.first(0.95), look.second(0.8), sky.tint)
    mist = np.exp(-depth / np.float32(0.012)) * np.float32(0.55)
    result = image.copy()
    result[first:] = mix(mirrored, sky.air_at(view.x), np.broadcast_to(mist, rows.shape))
    return result

"""A map of heights: tinted layers, contour lines with every fifth one stronger, and light from the north-west."""

import numpy as np

from generations.artwork.colour import mix
from generations.artwork.noise import Field
from generations.artwork.view import smooth


def paint(view, dice, look, scene):
    height = _land(view, dice)
    levels = dice.choice((20, 25, 30))
    scaled = height * np.float32(levels)
    slope_x, slope_y = np.gradient(scaled, axis=1), np.gradient(scaled, axis=0)
    steep = np.hypot(slope_x, slope_y) + np.float32(1e-5)
    step = np.floor(scaled) / np.float32(levels)
    is_dark = scene.time == "night" or scene.mood == "dark" or dice.chance(0.3)
    shade = np.float32(0.06) + step * np.float32(0.5) if is_dark else np.float32(0.46) + step * np.float32(0.46)
    image = mix(
        look.first(shade),
        look.second(shade),
        smooth(0.4, 0.62, step) if look.is_named else smooth(0.34, 0.9, step) * np.float32(0.5),
    )
    relief = (slope_x + slope_y) * np.float32(view.height / 1024 * 1.9)
    image = image * (1 + np.clip(relief, -0.32, 0.32))[..., None]
    # Each layer lies upon the one below like cut paper.
    image = image * (np.float32(0.86) + np.float32(0.14) * smooth(0.0, 0.22, scaled - np.floor(scaled)))[..., None]
    return _lines(image, view, look, scaled, steep, is_dark)


def _land(view, dice):
    """Heights from 0 to 1, with hills where they please."""
    bend, hills, detail = Field(dice, "smooth", 0.14), Field(dice, "smooth", 0.24), Field(dice, "cloud", 0.3)
    x = view.x + bend(view.x, view.y, view.px) * np.float32(0.1)
    y = view.y + bend(view.x + np.float32(4), view.y, view.px) * np.float32(0.1)
    height = hills(x, y, view.px) * np.float32(0.8) + detail(x, y, max(view.px, 1 / 300)) * np.float32(0.24)
    return np.clip(np.float32(0.5) + height * np.float32(0.19), 0, 1)


def _lines(image, view, look, scaled, steep, is_dark):
    nearest = np.round(scaled)
    away = np.abs(scaled - nearest) / steep * np.float32(view.px)
    strong = nearest % 5 == 0
    wide = np.where(strong, np.float32(0.0017), np.float32(0.0008))
    fade = np.clip(wide / np.float32(view.px * 0.6), 0.35, 1)
    ink = look.second(0.9) if is_dark else look.first(0.1)
    return mix(image, ink, view.edge(away - wide) * fade * np.where(strong, np.float32(0.9), np.float32(0.62)))

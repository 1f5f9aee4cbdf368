"""Folds of silk, or veins of marble: noise displaced by noise, and light along the folds."""

import numpy as np

from generations.artwork.colour import mix
from generations.artwork.noise import Field
from generations.artwork.view import smooth


def paint(view, dice, look, scene):
    fold, tint = _folds(view, dice)
    height = fold * np.float32(0.5)
    slope_x, slope_y = np.gradient(height, axis=1) / np.float32(view.px), np.gradient(height, axis=0) / np.float32(view.px)
    turn = dice.between(0, 2 * np.pi)
    facing = slope_x * np.float32(np.cos(turn)) + slope_y * np.float32(np.sin(turn))
    steep = np.float32(1) / np.sqrt(1 + np.float32(0.06) * (slope_x**2 + slope_y**2))
    shade = np.clip(np.float32(0.5) + facing * np.float32(0.075) + fold * np.float32(0.05), 0.06, 0.93)
    middle = np.quantile(tint[:: max(1, view.height // 64), :: max(1, view.width // 64)], 1 - look.share)
    which = smooth(middle - 0.45, middle + 0.45, tint)
    image = _colours(look, shade, which, tint)
    gloss = smooth(1.6, 5.0, facing) * steep
    dark = smooth(-1.5, -6.5, facing)
    image = image * (1 - np.float32(0.55) * dark)[..., None]
    return image + gloss[..., None] * look.blend(np.full(view.shape, 0.92, np.float32), which) * np.float32(0.4)


def _colours(look, shade, which, tint):
    image = mix(look.first(shade), look.second(shade), which)
    for place in range(2, len(look.names)):
        image = mix(image, look.nth(place, shade), smooth(0.4, 0.9, np.sin(tint * np.float32(2.2) + place * 2)))
    return image


def _folds(view, dice):
    """Waves across a surface that was bent twice; and a slow field for the colours that follows the bends."""
    bend, curl, wave, slow = (Field(dice, "smooth", scale, nudge=0.001) for scale in (0.085, 0.15, 0.11, 0.065))
    x = view.x + bend(view.x, view.y, view.px) * np.float32(0.26)
    y = view.y + bend(view.x + np.float32(5.2), view.y + np.float32(1.3), view.px) * np.float32(0.26)
    x2 = x + curl(x, y, view.px) * np.float32(0.13)
    y2 = y + curl(x + np.float32(2.9), y - np.float32(4.1), view.px) * np.float32(0.13)
    turn, count = dice.between(0, np.pi, nudge=0.01), dice.between(2.2, 3.6, nudge=0.02)
    phase = (x2 * np.float32(np.cos(turn)) + y2 * np.float32(np.sin(turn))) * np.float32(2 * np.pi * count)
    fold = np.sin(phase + wave(x2, y2, view.px) * np.float32(1.5)) + np.float32(0.3) * np.sin(
        phase * np.float32(2.3) + x2 * np.float32(5)
    )
    return fold, slow(x2, y2, view.px)

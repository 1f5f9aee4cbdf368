"""What falls and drifts in front of a scene: mist, rain and snow."""

import numpy as np

from generations.artwork.colour import mix
from generations.artwork.noise import Field
from generations.artwork.view import smooth

OUTDOORS = {"mountains", "sea", "dunes", "aurora", "forest", "city", "meadow", "clouds"}


def over(image, view, dice, scene):
    """The scene with its weather; only what lies under the sky has any."""
    if scene.kind not in OUTDOORS:
        return image
    return _PARTS.get(scene.weather, _clear)(image, view, dice)


def _clear(image, view, dice):
    return image


def _mist(image, view, dice):
    drift = Field(dice, "smooth", 0.25, stretch=3.5, angle=0)(view.x, view.y, view.px)
    amount = smooth(-1.6, 2.4, drift * np.float32(0.8) + 2.4 * smooth(0.15, 0.85, view.y) - 1) * np.float32(0.5)
    air = np.quantile(image[:: max(1, view.height // 64)], 0.8, axis=(0, 1)).astype(np.float32)
    return mix(image, air, amount)


def _rain(image, view, dice):
    for scale, strength in ((9, 0.10), (5, 0.14)):
        slant = view.x + np.float32(0.12) * view.y
        streaks = Field(dice, "rough", scale, stretch=0.06, angle=0)(slant, view.y * np.float32(0.12), view.px)
        image = image + (smooth(1.3, 2.6, streaks) * np.float32(strength))[..., None] * (image.mean() + np.float32(0.35))
    return image


def _snow(image, view, dice):
    image = image.copy()
    for depth in (0.35, 0.6, 1.0):
        count = int(260 * (1.2 - depth))
        xs, ys = dice.many(count, -view.half, view.half), dice.many(count)
        for x, y, size in zip(xs, ys, dice.many(count, 0.5, 1.0), strict=True):
            _flake(image, view, x, y, size * depth * 0.0075)
    return image


def _flake(image, view, x, y, radius):
    box = view.box(x, y, radius * 2)
    if box:
        across, down = view.part(box)
        away = np.hypot(across - x, down - y) / np.float32(radius)
        image[box] += ((1 - image[box]) * (0.8 * smooth(1.6, 0.3, away))[..., None]).clip(0)


_PARTS = {"mist": _mist, "rain": _rain, "snow": _snow}

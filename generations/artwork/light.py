"""From linear light to a picture: bloom around what is bright, a soft shoulder, a vignette, fine grain."""

from functools import cache

import numpy as np

from generations.artwork.colour import for_screen, luminance

COARSE = 160  # pixels of the longer side in which bloom is blurred: it has no detail


def develop(image, view, mood, grain):
    """The finished picture from 0 to 1 on a screen. `grain` is a random generator."""
    image = bloom(image, view, mood.bloom)
    image = image * np.float32(mood.exposure) * _vignette(view, mood.vignette)[..., None]
    grey = luminance(image)[..., None]
    image = shoulder(np.maximum(grey + (image - grey) * np.float32(mood.saturation), 0))
    screen = for_screen(image)
    return _with_grain(_contrast(screen, mood.contrast), grain)


def bloom(image, view, strength, radius=0.035):
    """Light that spreads. `radius` in heights of the picture."""
    bright = np.maximum(image - np.float32(0.55), 0)
    coarse = shrink(bright, *_coarse(view))
    height = coarse.shape[0]
    near, far = blur(coarse, radius * height), blur(coarse, radius * 3.5 * height)
    return image + grow(near * np.float32(strength) + far * np.float32(strength * 0.6), *view.shape)


def soft(image, view, radius):
    """Blurred by `radius` (heights of the picture); for radii of two pixels of the coarse picture and more."""
    coarse = shrink(image, *_coarse(view))
    return grow(blur(coarse, radius * coarse.shape[0]), *view.shape)


def shoulder(image, knee=0.72):
    """Leaves what is below the knee alone and bends what is brighter towards 1."""
    over = np.maximum(image - np.float32(knee), 0) / np.float32(1 - knee)
    return np.minimum(image, np.float32(knee)) + np.float32(1 - knee) * (1 - np.exp(-over))


def _coarse(view):
    longest = max(view.shape)
    side = min(COARSE, longest)
    return max(4, round(view.height * side / longest)), max(4, round(view.width * side / longest))


def blur(image, deviation):
    """A Gaussian blur; `deviation` in pixels. As two products of matrices: the fastest there is without a library."""
    down, across = _gauss(image.shape[0], round(deviation, 3)), _gauss(image.shape[1], round(deviation, 3))
    return _both_ways(image, down, across)


@cache
def _gauss(size, deviation):
    at = np.arange(size)
    weights = np.exp(-((at[:, None] - at) ** 2) / (2 * max(deviation, 0.3) ** 2))
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def shrink(image, height, width):
    """Means of areas."""
    return _both_ways(image, _areas(height, image.shape[0]), _areas(width, image.shape[1]))


def grow(image, height, width):
    """Between pixels, with soft steps."""
    return _both_ways(image, _between(height, image.shape[0]), _between(width, image.shape[1]))


def _both_ways(image, down, across):
    if image.ndim == 2:
        return down @ image @ across.T
    return np.stack([down @ image[..., channel] @ across.T for channel in range(image.shape[2])], axis=2)


@cache
def _areas(few, many):
    edges = np.linspace(0, many, few + 1)
    pixels = np.arange(many)
    overlap = np.minimum(edges[1:, None], pixels + 1) - np.maximum(edges[:-1, None], pixels)
    return (np.clip(overlap, 0, 1) * few / many).astype(np.float32)


@cache
def _between(many, few):
    at = np.clip((np.arange(many) + 0.5) * few / many - 0.5, 0, few - 1)
    # Cubic B-splines: four neighbours, no corners.
    distance = np.abs(at[:, None] - np.arange(few))
    near, far = 2 / 3 - distance**2 + distance**3 / 2, np.maximum(2 - distance, 0) ** 3 / 6
    weights = np.where(distance < 1, near, far)
    return (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def _vignette(view, strength):
    away = (view.x / np.float32(view.half)) ** 2 + (2 * view.y - 1) ** 2
    return 1 - np.float32(strength) * np.clip(away - 0.5, 0, 1.5) ** 2 / np.float32(2.25)


def _contrast(screen, amount):
    return screen + np.float32(amount) * (screen - 0.5) * screen * (1 - screen) * 4 if amount else screen


def _with_grain(screen, rng):
    """Fine grain in the middle tones; it also breaks up the steps of 8 bits."""
    grain = rng.standard_normal(screen.shape[:2], dtype=np.float32)[..., None]
    return screen + grain * (np.float32(0.003) + np.float32(0.014) * screen * (1 - screen))

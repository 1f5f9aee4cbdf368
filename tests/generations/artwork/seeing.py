"""Looking at a picture in a test: how alike two are, and which colours are in one."""

import numpy as np

from generations.artwork.colour import linear, to_oklab
from generations.artwork.light import shrink
from generations.artwork.palettes import PALETTES
from generations.artwork.rendering import render
from generations.artwork.understanding import understand

# A prompt for each kind of scene.
PROMPTS = {
    "mountains": "a mountain lake",
    "sea": "a quiet sea",
    "dunes": "dunes",
    "aurora": "northern lights",
    "forest": "a deep forest",
    "city": "a city skyline",
    "planet": "a planet",
    "nebula": "a nebula",
    "galaxy": "a galaxy",
    "bauhaus": "a bauhaus poster",
    "mandala": "a mandala",
    "silk": "folds of silk",
    "contours": "a topographic map",
    "meadow": "a meadow full of flowers",
    "pond": "a koi pond",
    "glass": "stained glass",
    "rain": "raindrops on a window pane",
    "clouds": "clouds",
}


def picture(prompt, seed=7, variation=0, width=96, height=96):
    return render(understand(prompt), seed, variation, width, height)


def smaller(image, width, height):
    """As somebody sees it from farther away: means of areas."""
    return shrink(image.astype(np.float32), height, width)


def difference(one, other):
    """How far pixels are apart on average, of 255."""
    return float(np.abs(one.astype(np.float32) - other).mean())


def likeness(one, other):
    """The correlation of two pictures."""
    return float(np.corrcoef(np.ravel(one), np.ravel(other))[0, 1])


def share_of(palette, image, degrees=40):
    """The part of the picture's colourful pixels that have a hue of this palette."""
    lab = to_oklab(_linear(image).reshape(-1, 3))
    lab = lab[np.hypot(lab[:, 1], lab[:, 2]) > 0.02]
    hues = np.arctan2(lab[:, 2], lab[:, 1])
    wanted = [_hue(shade) for shade in PALETTES[palette].shades[2:5]]
    near = [np.abs((hues - hue + np.pi) % (2 * np.pi) - np.pi) < np.radians(degrees) for hue in wanted]
    return float(np.any(near, axis=0).mean()) if len(lab) else 0.0


def chroma(image):
    """How colourful it is on average, in OKLab; pure red has 0.26."""
    lab = to_oklab(_linear(image).reshape(-1, 3))
    return float(np.hypot(lab[:, 1], lab[:, 2]).mean())


def _linear(image):
    return (image / 255) ** 2.2


def _hue(shade):
    _, a, b = to_oklab(linear(shade))
    return np.arctan2(b, a)

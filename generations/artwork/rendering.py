"""From a scene to pixels: the same composition at every size."""

import numpy as np

from generations.artwork import light, weather
from generations.artwork.colour import Look
from generations.artwork.dice import Dice
from generations.artwork.moods import MOODS
from generations.artwork.scenes import painter_of
from generations.artwork.view import View

SMALL = 256  # pixels of the longer side up to which each pixel is the mean of four


def render(scene, seed, variation, width, height):
    """The picture as uint8 RGB of (height, width, 3). The same arguments always give the same pixels."""
    times = 2 if max(width, height) <= SMALL else 1
    view = View(width * times, height * times)
    image = painter_of(scene.kind)(view, Dice(seed, variation, scene.salt), Look(scene.palettes), scene)
    image = weather.over(image, view, Dice(seed, variation, scene.salt + 1), scene)
    if times > 1:
        image, view = light.shrink(image, height, width), View(width, height)
    screen = light.develop(image, view, MOODS[scene.mood], np.random.default_rng(seed))
    return (np.clip(screen, 0, 1) * 255 + 0.5).astype(np.uint8)

"""Colour in linear light: ramps of a palette, mixed in OKLab so that steps look even and nothing turns to mud.

Arrays of colours are float32 with RGB in the last axis; 1.0 is the white of the screen, lights may be brighter.
"""

from functools import cache

import numpy as np

from generations.artwork.palettes import PALETTES

STEPS = 2048
# https://bottosson.github.io/posts/oklab/
_TO_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_TO_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)


def linear(hex_colour):
    """A colour such as "#1e8580" in linear light."""
    values = np.array([int(hex_colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4).astype(np.float32)


def for_screen(image):
    """Linear light as sRGB values from 0 to 1."""
    image = np.clip(image, 0, 1)
    return np.where(image <= 0.0031308, image * 12.92, 1.055 * image ** (1 / 2.4) - 0.055)


def to_oklab(colours):
    return np.cbrt(colours @ _TO_CONES.T) @ _TO_LAB.T


def from_oklab(lab):
    return np.maximum((lab @ np.linalg.inv(_TO_LAB).T) ** 3 @ np.linalg.inv(_TO_CONES).T, 0)


def luminance(image):
    return image @ LUMINANCE


def mix(one, other, amount):
    """From one picture (or colour) to another; `amount` from 0 to 1 for each pixel."""
    return one + (other - one) * np.asarray(amount, np.float32)[..., None]


@cache
def _ramp(name):
    shades = to_oklab(np.array([linear(shade) for shade in PALETTES[name].shades]))
    at = np.linspace(0, len(shades) - 1, STEPS)
    lab = np.stack([np.interp(at, range(len(shades)), channel) for channel in shades.T], axis=1)
    # Rounded at the shades: a kink in a smooth sky shows as a line.
    width = STEPS // 10
    padded = np.pad(lab, ((width, width), (0, 0)), mode="edge")
    kernel = np.hanning(2 * width + 1)
    kernel /= kernel.sum()
    smooth = np.stack([np.convolve(channel, kernel, mode="valid") for channel in padded.T], axis=1)
    return from_oklab(smooth).astype(np.float32)


class Look:
    """The colours of one picture: a first palette that carries it, a second that answers, perhaps more.

    `share` says how much of the picture the others may take: half where people named them, little where they only go well.
    """

    def __init__(self, names):
        self.is_named = len(names) > 1
        self.share = 0.5 if self.is_named else 0.22
        self.names = tuple(names) if len(names) > 1 else (names[0], PALETTES[names[0]].companion)

    def first(self, shade):
        """The first palette's colour at `shade`: 0 is its darkest, 1 its lightest."""
        return self.nth(0, shade)

    def second(self, shade):
        return self.nth(1, shade)

    def nth(self, place, shade):
        """Like `first`; after the last palette they begin again."""
        table = _ramp(self.names[place % len(self.names)])
        return np.take(table, np.clip(np.asarray(shade) * (STEPS - 1), 0, STEPS - 1).astype(np.intp), axis=0)

    def blend(self, shade, amount):
        """Between first (0) and second (1) at the same shade."""
        return mix(self.first(shade), self.second(shade), amount)

"""A glowing cloud between the stars, exposed by what is in it, so that none is too dark."""

import numpy as np

from generations.artwork import stars
from generations.artwork.colour import luminance, mix
from generations.artwork.noise import Field
from generations.artwork.view import smooth


def paint(view, dice, look, scene):
    gas = _gas(view, dice, look)
    bright = np.quantile(luminance(gas[:: max(1, view.height // 128), :: max(1, view.height // 128)]), 0.93)
    image = gas * np.float32(0.56 / max(bright, 1e-4)) + look.first(0.03) * np.float32(0.6)
    stars.scatter(image, view, dice, look, int(620 * view.half * 2) + 80)
    return image


def _gas(view, dice, look):
    """Noise displaced by noise, twice: filaments, with dust before them and hot hearts within."""
    bend, fold = Field(dice, "smooth", 0.16), Field(dice, "cloud", 0.3)
    cloud, fine, dust, tint = (
        Field(dice, "cloud", 0.36),
        Field(dice, "rough", 0.9),
        Field(dice, "cloud", 0.5),
        Field(dice, "smooth", 0.09),
    )
    x = view.x + bend(view.x, view.y, view.px) * np.float32(0.13)
    y = view.y + bend(view.x + np.float32(3.7), view.y, view.px) * np.float32(0.13)
    warp = fold(x, y, view.px)
    x, y = x + warp * np.float32(0.09), y - warp * np.float32(0.07)
    body = cloud(x, y, view.px)
    centre_x, centre_y = dice.between(-0.35, 0.35) * view.half, dice.between(0.35, 0.65)
    lean = dice.between(-0.9, 0.9)
    along, across = view.x - np.float32(centre_x), view.y - np.float32(centre_y)
    band = across - along * np.float32(lean)
    place = np.exp(-((band / np.float32(0.36)) ** 2)) * np.exp(-((along / np.float32(0.75)) ** 2))
    thick = np.exp((body * np.float32(0.75) + fine(x, y, view.px) * np.float32(0.16)) + place * np.float32(1.9) - np.float32(1.9))
    heart = np.exp((warp + body) * np.float32(0.8) + place * np.float32(2.4) - np.float32(3.4))
    veil = smooth(0.2, 1.9, dust(x, y, view.px) + body * np.float32(0.25)) * np.float32(0.85)
    tints = tint(x, y, view.px) + warp * np.float32(0.35)
    middle = np.quantile(tints[:: max(1, view.height // 64), :: max(1, view.width // 64)], 1 - look.share)
    which = smooth(middle - 0.75, middle + 0.75, tints)
    shade = np.clip(np.float32(0.34) + np.float32(0.2) * body + np.float32(0.2) * place, 0.1, 0.85)
    colour = mix(look.first(shade), look.second(shade), which)
    light = colour * thick[..., None] + look.first(0.93) * np.minimum(heart, 1.2)[..., None] * np.float32(0.36)
    return light * (1 - veil)[..., None]

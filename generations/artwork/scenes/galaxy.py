"""A spiral galaxy, seen from the side it turns."""

import numpy as np

from generations.artwork import stars
from generations.artwork.colour import mix
from generations.artwork.noise import Field
from generations.artwork.view import smooth


def paint(view, dice, look, scene):
    image = np.broadcast_to(look.first(0.02), (*view.shape, 3)) * np.float32(0.7)
    haze = Field(dice, "cloud", 0.25)(view.x, view.y, view.px)
    image = image + look.first(np.float32(0.3)) * (smooth(0.0, 2.5, haze) * np.float32(0.1))[..., None]
    stars.scatter(image, view, dice, look, int(420 * view.half * 2) + 60, 0.8)
    return image + _disc(view, dice, look)


def _disc(view, dice, look):
    turn, tilt = dice.between(-0.9, 0.9), dice.between(0.42, 0.72)
    x = (view.x - np.float32(dice.between(-0.06, 0.06))) / np.float32(view.reach)
    y = (view.y - np.float32(dice.between(0.46, 0.54))) / np.float32(view.reach)
    u = x * np.float32(np.cos(turn)) + y * np.float32(np.sin(turn))
    v = (y * np.float32(np.cos(turn)) - x * np.float32(np.sin(turn))) / np.float32(tilt)
    radius = np.hypot(u, v) + np.float32(1e-4)
    angle = np.arctan2(v, u) + np.log(radius) * np.float32(dice.choice((-1, 1)) * dice.between(2.6, 3.8))
    # The noise turns along with the arms, so clouds are drawn out into them.
    wind, patch = Field(dice, "cloud", 0.55), Field(dice, "rough", 1.1)
    swirl_x, swirl_y = radius * np.cos(angle), radius * np.sin(angle)
    cloud, fine = wind(swirl_x, swirl_y, view.px * 1.5), patch(swirl_x, swirl_y, view.px * 2)
    arms = np.cos(angle * np.float32(2) + cloud * np.float32(0.55)) * np.float32(0.5) + np.float32(0.5)
    arms = arms**1.6 * np.exp(cloud * np.float32(0.35) + fine * np.float32(0.28))
    fall = np.exp(-radius / np.float32(0.17)) * smooth(0.62, 0.3, radius)
    dust = (
        smooth(0.3, 1.8, fine + np.float32(1.2) * np.cos(angle * 2 + np.float32(1.1)))
        * smooth(0.04, 0.16, radius)
        * np.float32(0.75)
    )
    shade = np.clip(np.float32(0.82) - radius * np.float32(0.85) + arms * np.float32(0.08), 0.2, 1)
    reach = 0.22 if look.is_named else 0.4
    tint = smooth(0.05, reach, radius + cloud * np.float32(0.02)) * np.float32(0.25 + 1.4 * look.share)
    light = fall * (np.float32(0.35) + np.float32(2.2) * arms) * (1 - dust)
    disc = mix(look.first(shade), look.second(shade), np.clip(tint, 0, 0.95)) * light[..., None]
    knots = smooth(1.5, 2.6, fine + arms * np.float32(0.6)) * fall * np.float32(2.2)
    core = np.exp(-((radius / np.float32(0.05)) ** 1.3)) * np.float32(1.7)
    return disc * np.float32(1.5) + knots[..., None] * look.second(0.8) + core[..., None] * look.first(0.97)

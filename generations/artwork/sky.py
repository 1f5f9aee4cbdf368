"""The sky above landscapes: what the hour makes of a palette."""

from dataclasses import dataclass

import numpy as np

from generations.artwork.colour import mix
from generations.artwork.noise import Field
from generations.artwork.view import smooth


@dataclass(frozen=True)
class Hour:
    """Shades of the palette at the top and at the horizon, how bright land is, and the sun: its height (0 at the horizon) and strength."""

    top: float
    horizon: float
    land: float
    sun: float
    glow: float
    stars: float = 0.0
    is_moon: bool = False


HOURS = {
    "dawn": Hour(0.42, 0.93, 0.82, 0.07, 0.8),
    "day": Hour(0.55, 0.96, 0.95, 0.3, 0.45),
    "dusk": Hour(0.24, 0.86, 0.66, 0.04, 1.0, stars=0.15),
    "night": Hour(0.08, 0.5, 0.42, 0.3, 0.5, stars=1.0, is_moon=True),
}


class Sky:
    """Light above a horizon at `horizon` (0 top, 1 bottom). The sun stands at (`sun_x`, `sun_y`), `lift` higher than the hour says."""

    def __init__(self, view, dice, look, scene, horizon, lift=0.0):
        self.view, self.look, self.hour, self.horizon = view, look, HOURS[scene.time], horizon
        # The answering palette lights the horizon where it was named; else it only warms it, and the moon warms nothing.
        self.tint = 0.85 if look.is_named else 0.0 if self.hour.is_moon else 0.2
        self.sun_x = dice.between(-0.6, 0.6) * view.half * 1.2
        self.sun_y = horizon - (self.hour.sun * dice.between(0.8, 1.5) + lift) * min(1.0, horizon * 1.6)
        self.size = dice.between(0.028, 0.05) * (0.8 if self.hour.is_moon else 1)
        self.high, self.low = Field(dice, "cloud", 0.2, 1.8, angle=0.2), Field(dice, "cloud", 0.32, 2.4, angle=-0.1)
        self.cover = dice.between(0.1, 1.0)
        self.stars = dice.many(300, -view.half, view.half), dice.many(300), dice.many(300)

    def air_at(self, x):
        """The colour that distance takes on, brighter below the sun; a row for a row of x."""
        near = np.exp(-np.abs(x - np.float32(self.sun_x)) / np.float32(0.35))
        shade = np.float32(self.hour.horizon * 0.86) + np.float32(0.1 * self.hour.glow) * near
        return mix(
            self.look.first(shade),
            self.look.second(shade * np.float32(0.92)),
            (np.float32(0.35) + np.float32(0.65) * near) * np.float32(self.tint),
        )

    def paint(self, clouds=True):
        view = self.view
        up = np.clip((self.horizon - view.y) / np.float32(self.horizon), 0, 1)
        shade = self.hour.horizon + (self.hour.top - self.hour.horizon) * up ** np.float32(0.72)
        image = np.broadcast_to(self.look.first(shade), (*view.shape, 3)).copy()
        away = np.hypot(view.x - self.sun_x, view.y - self.sun_y)
        image = self._lit(image, away, up)
        if self.hour.stars:
            self._add_stars(image)
        if clouds:
            image = self._clouded(image, up, away)
        return image + self._disc(away)

    def _lit(self, image, away, up):
        """The glow around the sun, and the second palette where it lies upon the horizon."""
        band = np.exp(-((up / np.float32(0.26)) ** 2)) * np.exp(-((away / np.float32(0.9)) ** 2))
        image = mix(image, self.look.second(np.float32(self.hour.horizon * 0.78)), band * np.float32(self.tint))
        warm = np.exp(-away / np.float32(0.16)) * 0.45 + np.exp(-away / np.float32(0.5)) * 0.16
        light = mix(self.look.first(0.9), self.look.second(0.66), self.tint)
        return image + warm[..., None] * light * np.float32(self.hour.glow)

    def _disc(self, away):
        light = self.look.first(1.0) if not self.hour.is_moon else np.float32([0.95, 0.93, 0.86])
        bright = 1.1 if self.hour.is_moon else 2.4
        return self.view.edge(away - np.float32(self.size), soft=0.002)[..., None] * light * np.float32(bright)

    def _clouded(self, image, up, away):
        """High veils and low banks: lit near the sun, darker underneath."""
        view = self.view
        far = np.float32(0.9) / (up + np.float32(0.32))  # a layer above, in perspective
        x, y = view.x * far, far * np.ones_like(view.x)
        for field, amount in ((self.high, 0.5), (self.low, 0.75)):
            density = (
                smooth(0.4 - self.cover, 2.6 - self.cover, field(x, y, view.px)) * np.float32(amount) * smooth(0.0, 0.14, up)
            )
            lit = np.clip(self.hour.horizon + 0.08 - 0.4 * away, self.hour.top, 1.0)
            colour = mix(self.look.first(lit), self.look.second(lit), smooth(0.9, 0.1, away) * np.float32(self.tint * 0.7))
            image = mix(image, colour, density)
        return image

    def _add_stars(self, image):
        for x, y, bright in zip(*self.stars, strict=True):
            height = y * self.horizon * 0.95
            star(image, self.view, x, height, bright**6 * 1.6 * self.hour.stars * (1 - (y * 0.9) ** 3), 0.0011)


def star(image, view, x, y, bright, radius, colour=(1, 0.97, 0.92)):
    """A point of light that keeps its brightness at every size."""
    wide = max(radius, view.px * 0.7)
    box = view.box(x, y, wide * 3)
    if box:
        across, down = view.part(box)
        spot = np.exp(-((across - x) ** 2 + (down - y) ** 2) / np.float32(wide**2))
        image[box] += spot[..., None] * np.float32(bright * (radius / wide) ** 2 * 2) * np.float32(colour)

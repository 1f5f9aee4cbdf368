"""A planet with clouds in bands and, mostly, a ring; a moon or two, and stars behind."""

import numpy as np

from generations.artwork import stars
from generations.artwork.colour import mix
from generations.artwork.noise import Field, line
from generations.artwork.view import smooth


def paint(view, dice, look, scene):
    image = _space(view, dice, look)
    stars.scatter(image, view, dice, look, int(420 * view.half * 2) + 60, 0.85)
    radius = dice.between(0.21, 0.27) * view.reach
    x, y = dice.between(-0.12, 0.12) * view.reach, 0.5 + dice.between(-0.06, 0.06)
    light = _unit(dice.choice((-1, 1)) * dice.between(0.55, 0.9), -dice.between(0.2, 0.55), 0.55)
    has_ring = "bare" not in scene.features or "rings" in scene.features
    ring = _Ring(view, dice, look, x, y, radius, light) if has_ring else None
    if ring:
        image = ring.over(image, is_front=False)
    image = _ball(image, view, dice, look, x, y, radius, light, ring)
    if ring:
        image = ring.over(image, is_front=True)
    for _ in range(dice.choice((1, 2))):
        image = _ball(
            image,
            view,
            dice,
            look,
            x + dice.between(-0.42, 0.42) * view.reach,
            y + dice.choice((-1, 1)) * dice.between(0.26, 0.36) * view.reach,
            radius * dice.between(0.08, 0.16),
            light,
        )
    return image


def _unit(*vector):
    return np.float32(vector) / np.float32(np.linalg.norm(vector))


def _space(view, dice, look):
    cloud, tint = Field(dice, "cloud", 0.22), Field(dice, "smooth", 0.08)
    gas = np.exp(cloud(view.x, view.y, view.px) * np.float32(0.6) - np.float32(1.6))
    which = smooth(-1, 1, tint(view.x, view.y, view.px)) * np.float32(look.share * 1.6)
    return mix(look.first(0.3), look.second(0.3), which) * gas[..., None] * np.float32(0.55) + look.first(0.03) * np.float32(0.6)


def _ball(image, view, dice, look, x, y, radius, light, ring=None):
    u, v = (view.x - np.float32(x)) / np.float32(radius), (view.y - np.float32(y)) / np.float32(radius)
    away = np.hypot(u, v)
    depth = np.sqrt(np.maximum(1 - away * away, 0))
    facing = u * light[0] + v * light[1] + depth * light[2]
    day = smooth(-0.12, 0.55, facing)
    surface = (
        _bands(view, dice, look, u, v, depth, radius)
        if radius > 0.06
        else look.first(np.broadcast_to(np.float32(0.7), view.shape))
    )
    rim = smooth(0.55, 1.0, away) * day
    colour = surface * (np.float32(0.012) + day * np.float32(1.02))[..., None] + rim[..., None] ** 2 * look.second(
        0.8
    ) * np.float32(0.35)
    if ring:
        colour = colour * (1 - ring.shadow(u, v, depth))[..., None]
    halo = (
        np.exp(-np.maximum(away - 1, 0) / np.float32(0.05))
        * smooth(-0.4, 0.7, u * light[0] + v * light[1])
        * (0.35 if radius > 0.06 else 0.05)
    )
    image = image + halo[..., None] * look.second(0.72)
    return mix(image, colour, view.edge((away - 1) * np.float32(radius)))


def _bands(view, dice, look, u, v, depth, radius):
    """Bands of cloud around the axis, torn where they meet."""
    lean = np.float32(dice.between(-0.35, 0.35))
    across, height = u * np.cos(lean) + v * np.sin(lean), v * np.cos(lean) - u * np.sin(lean)
    around = np.arctan2(across, depth + np.float32(0.001)) * np.float32(0.45)
    tear, storm = Field(dice, "cloud", 0.35, 2.4, angle=0), Field(dice, "smooth", 0.35, 2.0, angle=0)
    px = view.px / radius
    torn = tear(around, height, px) * np.float32(0.035) + storm(around, height, px) * np.float32(0.02)
    heights = np.linspace(-1.3, 1.3, 2048, dtype=np.float32)[None]
    bands = line(dice, heights, 0.002, 2.3, 5, 0.62)[0]
    tints = line(dice, heights, 0.002, 1.4, 3, 0.5)[0]
    place = np.clip((height + torn + np.float32(1.3)) * np.float32(2047 / 2.6), 0, 2047).astype(np.intp)
    shade = np.clip(np.float32(0.62) + bands.take(place) * np.float32(0.42), 0.12, 0.96)
    return mix(
        look.first(shade),
        look.second(shade),
        smooth(0.0, 0.7, tints.take(place) + np.float32(look.share - 0.4)) * np.float32(0.9),
    )


class _Ring:
    """A disc of dust around the planet, tilted towards us."""

    def __init__(self, view, dice, look, x, y, radius, light):
        self.view, self.look, self.light = view, look, light
        self.turn, self.open = dice.between(-0.45, 0.45), dice.between(0.16, 0.34)
        self.grains = line(dice, np.linspace(1.25, 2.35, 1024, dtype=np.float32)[None], 0.0015, 4.5, 5, 0.75)[0]
        self.gap = dice.between(1.75, 1.95)
        u, v = (view.x - np.float32(x)) / np.float32(radius), (view.y - np.float32(y)) / np.float32(radius)
        self.along, self.across = self._on_disc(u, v)
        self.soft = view.px / radius

    def _on_disc(self, u, v):
        cos, sin = np.float32(np.cos(self.turn)), np.float32(np.sin(self.turn))
        return u * cos + v * sin, (v * cos - u * sin) / np.float32(self.open)

    def _density(self, away):
        place = np.clip((away - np.float32(1.25)) * np.float32(1023 / 1.1), 0, 1023).astype(np.intp)
        dust = np.clip(np.float32(0.62) + self.grains.take(place) * np.float32(0.65), 0.05, 1)
        soft = self.soft + 0.015
        ends = smooth(1.3 - soft, 1.3 + soft, away) * smooth(2.25 + soft, 2.25 - soft, away)
        return dust * ends * (1 - np.float32(0.9) * smooth(0.05 + soft, 0.02, np.abs(away - np.float32(self.gap))))

    def over(self, image, is_front):
        away = np.hypot(self.along, self.across)
        density = self._density(away) * ((self.across > 0) == is_front)
        # The planet's shadow falls on the part that is turned away from the light.
        back = self.along * self.light[0] + self.across * self.light[1] * np.float32(0.6)
        side = np.abs(self.along * self.light[1] * np.float32(0.6) - self.across * self.light[0])
        shadow = smooth(0.0, -0.3, back) * smooth(1.05, 0.9, side)
        shade = np.clip(np.float32(0.6) + np.float32(0.35) * density - np.float32(0.12) * (away - np.float32(1.3)), 0, 1)
        colour = mix(
            self.look.first(shade),
            self.look.second(shade),
            np.ones_like(away) if self.look.is_named else smooth(1.4, 2.1, away) * np.float32(0.33),
        )
        return mix(image, colour * (1 - np.float32(0.93) * shadow)[..., None], density * np.float32(0.88))

    def shadow(self, u, v, depth):
        """What the ring takes away from the planet's light: a soft band."""
        along, across = self._on_disc(
            u - self.light[0] * np.float32(0.5) * depth, v - self.light[1] * np.float32(0.5) * depth + np.float32(0.12)
        )
        return self._density(np.hypot(along, across)) * np.float32(0.5) * (across < 0)

"""A mandala: rings of petals, drops, pearls and lace around one centre, each with a gilded edge."""

from itertools import pairwise

import numpy as np

from generations.artwork.colour import mix
from generations.artwork.paper import fibres
from generations.artwork.view import smooth


def paint(view, dice, look, scene):
    fold = dice.choice((8, 10, 12, 16))
    scale = np.float32(1 / (view.reach * 0.49))
    x, y = view.x * scale, (view.y - np.float32(0.5)) * scale
    radius, angle = np.hypot(x, y), np.arctan2(x, -y)
    is_light = scene.mood == "bright"
    image = look.first(np.clip(np.float32(0.86 if is_light else 0.22) - radius * np.float32(0.11), 0.02, 1))
    frame = _Rings(view, look, scale, radius, angle, is_light)
    edges = np.linspace(1.0, 0.12, dice.choice((7, 8, 9)))
    edges[1:-1] += dice.many(len(edges) - 2, -0.022, 0.022, nudge=0.25)
    for place, (outer, inner) in enumerate(pairwise(edges)):
        motif = dice.choice((_petals, _petals, _drops, _scallops, _lace, _pearls))
        image = motif(
            frame, image, dice, place, float(outer), float(inner), fold * (2 if outer > 0.55 and dice.chance(0.6) else 1)
        )
    return _heart(frame, image, fold) * fibres(view, dice, 0.03)


class _Rings:
    """What all motifs share: polar coordinates, and filling with an edge."""

    def __init__(self, view, look, scale, radius, angle, is_light):
        self.view, self.look, self.scale, self.radius, self.angle, self.is_light = view, look, scale, radius, angle, is_light

    def folded(self, count, turned=False):
        """The angle from the middle of the nearest of `count` sectors, as a length along the ring."""
        wide = np.float32(2 * np.pi / count)
        turned = np.float32(0.5 if turned else 0)
        return (((self.angle / wide + turned) % 1) - np.float32(0.5)) * wide

    def fill(self, image, distance, place, shade, line=0.006):
        """A form with a fine bright edge; `distance` negative inside, in mandala radii. It is darker towards its edge."""
        inside = self.view.edge(distance / self.scale)
        depth = np.clip(-distance / np.float32(0.09), 0, 1)
        shade = np.float32(shade) + (np.float32(0.16) * depth if not self.is_light else -np.float32(0.1) * depth)
        is_second = place % (2 if self.look.is_named else 4) == 1
        colour = self.look.second(shade) if is_second else self.look.first(shade)
        image = mix(image, colour, inside)
        return self.edge(image, distance, line)

    def edge(self, image, distance, line=0.006):
        gilt = self.look.second(0.12) if self.is_light else self.look.second(0.82)
        wide = np.float32(max(line, 0.55 * self.view.px * self.scale))
        faint = np.float32(min(1.0, line / wide) * 0.95)
        return mix(image, gilt, self.view.edge((np.abs(distance) - wide / 2) / self.scale) * faint)


def _petals(rings, image, dice, place, outer, inner, count):
    """Two rows of pointed petals, one behind the other."""
    length, sharp = outer - inner * 0.72, dice.between(0.55, 1.0)
    for row, turned in ((0, True), (1, False)):
        middle = inner * 0.72
        t = np.clip((rings.radius - np.float32(middle)) / np.float32(length * (1 - 0.12 * row)), 0, 1)
        half = np.maximum(np.sin(np.pi * t ** np.float32(0.8)), 0) ** np.float32(sharp) * np.float32(np.pi / count * 0.94)
        distance = (np.abs(rings.folded(count, turned)) - half) * rings.radius
        distance = np.maximum(distance, np.maximum(np.float32(middle) - rings.radius, rings.radius - np.float32(outer)))
        image = rings.fill(image, distance, place + row, 0.2 + 0.4 * (1 - outer) + 0.14 * row)
        image = rings.fill(image, distance + np.float32(0.028), place + row, 0.42 + 0.3 * (1 - outer), line=0.003)
    return image


def _drops(rings, image, dice, place, outer, inner, count):
    image = _band(rings, image, place, outer, inner, 0.12)
    middle, size = (outer + inner) / 2, (outer - inner) * 0.4
    u, v = rings.folded(count) * rings.radius, rings.radius - np.float32(middle)
    lean = np.float32(0.5) * np.clip(v / np.float32(size) + np.float32(0.2), -1, 1)
    distance = np.hypot(u * (1 + lean) * np.float32(1.5), v) - np.float32(size)
    image = rings.fill(image, distance, place + 1, 0.52)
    return rings.fill(image, np.hypot(u, v + np.float32(size * 0.3)) - np.float32(size * 0.26), place, 0.8, line=0.003)


def _scallops(rings, image, dice, place, outer, inner, count):
    """Overlapping half circles, like the scales of a fish."""
    wide = np.pi / count
    for row in range(3):
        base = outer - (outer - inner) * (row / 3)
        u = rings.folded(count, turned=row % 2 == 1)
        arch = np.sqrt(np.clip(1 - (u / np.float32(wide)) ** 2, 0, 1)) * np.float32((outer - inner) * 0.42)
        distance = rings.radius - np.float32(base - (outer - inner) * 0.4) - arch
        image = rings.fill(image, distance, place + row, 0.18 + 0.16 * row + 0.2 * (1 - outer))
    return image


def _lace(rings, image, dice, place, outer, inner, count):
    """Crossing waves of fine lines over a dark band."""
    image = _band(rings, image, place, outer, inner, 0.08)
    middle, tall = (outer + inner) / 2, (outer - inner) * 0.38
    for phase in range(4):
        wave = np.sin(rings.angle * np.float32(count) + np.float32(phase * np.pi / 2)) * np.float32(tall)
        image = rings.edge(image, (rings.radius - np.float32(middle) - wave) * np.float32(0.7), 0.005)
    return image


def _pearls(rings, image, dice, place, outer, inner, count):
    image = _band(rings, image, place, outer, inner, 0.16)
    size, middle = min((outer - inner) * 0.3, np.pi * outer / count / 2 * 0.72), (outer + inner) / 2
    u, v = rings.folded(count * 2) * rings.radius, rings.radius - np.float32(middle)
    away = np.hypot(u, v)
    image = rings.fill(image, away - np.float32(size), place + 1, 0.62, line=0.004)
    light = np.exp(-(((u + np.float32(size * 0.3)) ** 2 + (v - np.float32(size * 0.35)) ** 2) / np.float32((size * 0.3) ** 2)))
    return image + (light * smooth(size, size * 0.8, away))[..., None] * rings.look.first(0.95) * np.float32(0.5)


def _band(rings, image, place, outer, inner, shade):
    return rings.fill(
        image, np.abs(rings.radius - np.float32((outer + inner) / 2)) - np.float32((outer - inner) / 2), place, shade
    )


def _heart(rings, image, fold):
    for size, place, shade in ((0.14, 0, 0.3), (0.085, 1, 0.6), (0.035, 0, 0.9)):
        petal = np.float32(1) + np.float32(0.16) * np.cos(rings.angle * np.float32(fold))
        image = rings.fill(image, rings.radius - np.float32(size) * petal, place, shade, line=0.004)
    return image

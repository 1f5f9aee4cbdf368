"""Stained glass: panes of a landscape or of a rose, set in lead, with light behind them."""

import numpy as np

from generations.artwork.colour import mix
from generations.artwork.noise import Field, line
from generations.artwork.view import smooth


def paint(view, dice, look, scene):
    design = dice.choice((_Sunrise, _Sunrise, _Rose))(view, dice, look)
    cells = dice.choice((9, 11, 13))
    bend = Field(dice, "smooth", 0.2)
    x = view.x + bend(view.x, view.y, view.px) * np.float32(0.018)
    y = view.y + bend(view.x + np.float32(3), view.y, view.px) * np.float32(0.018)
    middle_x, middle_y, key, gap = _panes(x, y, cells, dice)
    glass = design.colour(middle_x, middle_y, key)
    lead = np.minimum(gap, design.seams(x, y))
    streak = Field(dice, "cloud", 0.9, 2.5)(view.x + key, view.y + key * 3, view.px)
    light = (
        np.float32(1.05)
        + streak * np.float32(0.09)
        + np.float32(0.3) * (key - np.float32(0.5))
        - np.float32(0.3) * smooth(0.022, 0.0, lead)
    )
    sun = np.exp(-((np.hypot(view.x - design.x, view.y - design.y) / np.float32(0.42)) ** 2)) * np.float32(0.42)
    image = glass * (light + sun)[..., None]
    return _leaded(image, view, look, lead)


def _panes(x, y, cells, dice):
    """The nearest of points scattered over a grid: its place, a number of its own, and the distance to the border."""
    jitter = np.stack([dice.many(1024, 0.12, 0.88), dice.many(1024, 0.12, 0.88), dice.many(1024)])
    column, row = np.floor(x * np.float32(cells)).astype(np.intp), np.floor(y * np.float32(cells)).astype(np.intp)
    best = second = np.full(x.shape, 9, np.float32)
    place = np.zeros(x.shape, np.intp)
    for down in (-1, 0, 1):
        for across in (-1, 0, 1):
            index = _index(column + across, row + down)
            away = (column + across + jitter[0].take(index) - x * np.float32(cells)) ** 2 + (
                row + down + jitter[1].take(index) - y * np.float32(cells)
            ) ** 2
            second = np.minimum(second, np.maximum(best, away))
            place = np.where(away < best, (row + down + 64) * 256 + column + across + 64, place)
            best = np.minimum(best, away)
    row, column = place // 256 - 64, place % 256 - 64
    index = _index(column, row)
    middle_x, middle_y = (column + jitter[0].take(index)) / np.float32(cells), (row + jitter[1].take(index)) / np.float32(cells)
    return middle_x, middle_y, jitter[2].take(index), (np.sqrt(second) - np.sqrt(best)) / np.float32(cells * 2)


def _index(column, row):
    return (column * 37 + row * 101) & 1023


def _leaded(image, view, look, lead):
    wide = np.float32(0.0042)
    inside = view.edge(lead - wide)
    ridge = smooth(0.0042, 0.0, lead) * np.float32(0.1)
    return mix(image, np.float32([0.012, 0.011, 0.013]) + ridge[..., None], inside)


class _Sunrise:
    """A sun with rays over hills and water."""

    def __init__(self, view, dice, look):
        self.look, self.view = look, view
        self.x, self.y = np.float32(dice.between(-0.4, 0.4) * view.half), np.float32(dice.between(0.3, 0.46))
        self.size, self.rays = np.float32(dice.between(0.1, 0.14)), dice.choice((14, 18, 22))
        self.hills = [
            (np.float32(level), line(dice, view.x, view.px, 0.8, 2)[0] * np.float32(0.16)) for level in (0.6, 0.72, 0.84)
        ]

    def _hill(self, x, place):
        level, shape = self.hills[place]
        return level + np.interp(x, self.view.x[0], shape).astype(np.float32)

    def colour(self, x, y, key):
        away, ray = (
            np.hypot(x - self.x, y - self.y),
            np.floor(np.arctan2(y - self.y, x - self.x) / np.float32(2 * np.pi) * self.rays),
        )
        shade = np.clip(
            np.float32(0.88)
            - away * np.float32(0.62)
            + np.float32(0.05) * (ray % 2)
            + (key - np.float32(0.5)) * np.float32(0.12),
            0.3,
            0.95,
        )
        image = mix(self.look.first(shade), self.look.second(shade), smooth(0.55, 0.1, away) * np.float32(self.look.share * 1.1))
        image = mix(image, self.look.second(0.84 + (key - 0.5) * 0.1), (away < self.size).astype(np.float32))
        for place in range(3):
            tone = np.float32(0.5 - 0.13 * place) + (key - np.float32(0.5)) * np.float32(0.16)
            second = np.full_like(tone, 0.95 if self.look.is_named else 0.3 if place == 1 else 0.0)
            land = self.look.blend(tone, second)
            image = mix(image, land, (y > self._hill(x, place)).astype(np.float32))
        return image

    def seams(self, x, y):
        away = np.hypot(x - self.x, y - self.y)
        gap = np.abs(away - self.size)
        for place in range(3):
            gap = np.minimum(gap, np.abs(y - self._hill(x, place)) * np.float32(0.8))
        return gap


class _Rose:
    """A rose window: rings of petals around a centre."""

    def __init__(self, view, dice, look):
        self.look, self.view, self.x, self.y = look, view, np.float32(0), np.float32(0.5)
        self.fold = dice.choice((8, 10, 12))
        self.rings = np.float32([0.07, 0.17, 0.29, 0.4, 0.47]) * np.float32(view.reach)

    def _polar(self, x, y):
        return np.hypot(x, y - self.y), np.arctan2(y - self.y, x) / np.float32(2 * np.pi)

    def colour(self, x, y, key):
        away, turn = self._polar(x, y)
        ring = np.searchsorted(self.rings, away)
        sector = np.floor(turn * self.fold * (1 + (ring > 1)) + np.float32(0.5) * (ring % 2))
        shade = (
            np.float32(0.8)
            - np.float32(0.07) * ring
            + (key - np.float32(0.5)) * np.float32(0.16)
            - np.float32(0.12) * (sector % 2)
        )
        shade = np.where(ring > 4, np.float32(0.24) + key * np.float32(0.14), shade)
        return mix(
            self.look.first(shade),
            self.look.second(shade),
            ((sector + ring) % 2 == 0) * np.float32(0.4 + 1.2 * self.look.share).clip(0, 1),
        )

    def seams(self, x, y):
        away, turn = self._polar(x, y)
        gap = np.min(np.abs(away[None] - self.rings[:, None, None]), axis=0)
        petal = np.abs((turn * self.fold) % 1 - np.float32(0.5)) / self.fold * np.float32(2 * np.pi) * away
        return np.minimum(gap, np.where((away > self.rings[0]) & (away < self.rings[-1]), petal, np.float32(1)))

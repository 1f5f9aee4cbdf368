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
    glass = design.colour(x, y, middle_x, middle_y, key)
    lead = design.lead(x, y, gap)
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

    def colour(self, x, y, middle_x, middle_y, key):
        """Sun and hills are cut along their edges; within them each pane has one colour."""
        image = self._sky(middle_x, middle_y, key)
        sun = np.hypot(x - self.x, y - self.y) < self.size
        image = mix(image, self.look.second(0.84 + (key - 0.5) * 0.1), sun)
        for place in range(3):
            tone = np.float32(0.5 - 0.13 * place) + (key - np.float32(0.5)) * np.float32(0.16)
            second = np.full_like(tone, 0.95 if self.look.is_named else 0.3 if place == 1 else 0.0)
            image = mix(image, self.look.blend(tone, second), y > self._hill(x, place))
        return image

    def _sky(self, x, y, key):
        away = np.hypot(x - self.x, y - self.y)
        ray = np.floor(np.arctan2(y - self.y, x - self.x) / np.float32(2 * np.pi) * self.rays)
        shade = (
            np.float32(0.88) - away * np.float32(0.62) + np.float32(0.05) * (ray % 2) + (key - np.float32(0.5)) * np.float32(0.12)
        )
        return self.look.blend(np.clip(shade, 0.3, 0.95), smooth(0.55, 0.1, away) * np.float32(self.look.share * 1.1))

    def lead(self, x, y, gap):
        gap = np.minimum(gap, np.abs(np.hypot(x - self.x, y - self.y) - self.size))
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
        """The distance from the middle, to the edges of petals and not of circles, and the angle in turns."""
        turn = np.arctan2(y - self.y, x) / np.float32(2 * np.pi)
        away = np.hypot(x, y - self.y)
        petal = np.abs(np.sin(turn * np.float32(np.pi * self.fold)))
        return away - petal * np.float32(0.12) * np.minimum(away, self.rings[-1]), turn

    def colour(self, x, y, middle_x, middle_y, key):
        """A pane of the rose is a part of a ring; around it panes are as they come."""
        away, turn = self._polar(x, y)
        ring = np.searchsorted(self.rings, away)
        sector = np.floor(turn * self.fold)
        key = np.where(ring > 4, key, np.abs(np.sin(sector * np.float32(12.9) + ring * np.float32(78.2)) * 437) % 1)
        shade = np.float32(0.84) - np.float32(0.1) * ring + (key - np.float32(0.5)) * np.float32(0.14)
        shade = np.where(ring > 4, np.float32(0.2) + key * np.float32(0.16), shade)
        return self.look.blend(shade, (ring % 2 == (0 if self.look.is_named else 3)) * np.float32(0.95))

    def lead(self, x, y, gap):
        away, turn = self._polar(x, y)
        rings = np.min(np.abs(away[None] - self.rings[:, None, None]), axis=0)
        sides = (np.float32(0.5) - np.abs((turn * self.fold) % 1 - np.float32(0.5))) / self.fold * np.float32(2 * np.pi) * away
        sides = np.where(away > self.rings[0], sides, np.float32(1))
        return np.minimum(rings, np.where(away < self.rings[-1], sides, gap))

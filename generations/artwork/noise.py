"""Noise that has no grain, no lattice and no resolution: periodic textures made once a process and looked up anywhere.

Each is drawn in frequency space, so that it looks the same in every direction, and kept as a pyramid, so that a small picture
reads the same forms without the detail that it could not show.
"""

from functools import cache

import numpy as np

# Kind of texture: exponent of its spectrum, lowest and highest wave (periods over the texture), size in texels.
KINDS = {
    "cloud": (1.85, 3, 340, 1024),
    "rough": (1.45, 4, 400, 1024),
    "smooth": (1.2, 4, 14, 256),
    "cells": (0.6, 10, 30, 256),
}
ROUND = {"smooth", "cells"}  # read so that slopes have no corners either, as folds and light are made of them


@cache
def _pyramid(kind):
    exponent, low, high, size = KINDS[kind]
    rng = np.random.default_rng(sum(map(ord, kind)))
    wave = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size)[None]) * size
    spectrum = np.where((wave >= low) & (wave <= high), np.maximum(wave, 1) ** -exponent, 0)
    texture = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((size, size))) * spectrum)
    levels = [(texture / texture.std()).astype(np.float32)]
    while len(levels[-1]) > 32:
        levels.append(levels[-1].reshape(len(levels[-1]) // 2, 2, -1, 2).mean(axis=(1, 3)))
    return [np.ascontiguousarray(level) for level in levels]


def sample(kind, u, v, footprint):
    """The texture at (u, v), in periods; about from -3 to 3 with a standard deviation of 1. `footprint`: periods from pixel to pixel."""
    pyramid = _pyramid(kind)
    level = int(np.clip(np.round(np.log2(max(footprint, 1e-9) * len(pyramid[0]))), 0, len(pyramid) - 1))
    # A mean of texels lies in their middle, not at the first of them.
    table, size, shift = pyramid[level].ravel(), len(pyramid[level]), 0.5 / (1 << level) - 0.5
    across, down = (_weights(np.asarray(at, np.float32) * size + np.float32(shift), size, kind in ROUND) for at in (u, v))
    return sum(weight * _row(table, row * size, across) for row, weight in down)


def _row(table, start, across):
    return sum(weight * table.take(start + column) for column, weight in across)


def _weights(at, size, is_round):
    """The neighbours of a place on a line of texels, and the part that each has: two, or three (a quadratic B-spline)."""
    whole = np.floor(at + np.float32(0.5)) if is_round else np.floor(at)
    part, first = at - whole, whole.astype(np.intp)
    if not is_round:
        return [(first & (size - 1), 1 - part), ((first + 1) & (size - 1), part)]
    low, high = np.float32(0.5) * (np.float32(0.5) - part) ** 2, np.float32(0.5) * (np.float32(0.5) + part) ** 2
    return [((first - 1) & (size - 1), low), (first & (size - 1), 1 - low - high), ((first + 1) & (size - 1), high)]


class Field:
    """One texture laid over the picture at a place and an angle of its own.

    `scale` in periods over the picture's height; `stretch` makes forms longer along x. `nudge`: how far a variation moves it, in periods.
    """

    def __init__(self, dice, kind="cloud", scale=0.5, stretch=1.0, angle=None, nudge=0.006):
        self.kind, self.scale, self.stretch = kind, scale, stretch
        self.u, self.v = dice.place(nudge)
        turn = dice.between(0, 2 * np.pi, nudge / 2) if angle is None else angle
        self.cos, self.sin = np.float32(np.cos(turn)), np.float32(np.sin(turn))

    def __call__(self, x, y, px):
        """At (x, y) in heights of the picture; `px` the size of a pixel there."""
        x, y = x * np.float32(self.scale / self.stretch), y * np.float32(self.scale)
        u = x * self.cos - y * self.sin + np.float32(self.u)
        v = x * self.sin + y * self.cos + np.float32(self.v)
        return sample(self.kind, u, v, px * self.scale)

    def ridged(self, x, y, px):
        """Sharp crests: from 0 to 1, with 1 on the crest."""
        return 1 - np.minimum(np.abs(self(x, y, px)), 2) / 2


def line(dice, x, px, scale, octaves=6, roughness=0.5, ridged=False):
    """A height for each x: octaves of noise along a line, about from -1 to 1 (ridged: 0 to 1)."""
    total, size, weight = np.zeros_like(x), 0.0, 1.0
    for _ in range(octaves):
        u, v = dice.place()
        if scale * px < 0.4:
            wave = sample("smooth", x * np.float32(scale / 8) + np.float32(u), np.full_like(x, v), scale * px / 8) * 0.5
            total = total + np.float32(weight) * (1 - np.minimum(np.abs(wave) * 2, 1) if ridged else wave)
        size, scale, weight = size + weight, scale * 2.03, weight * roughness
    return total / np.float32(size)

"""Noise that has no grain, no lattice and no resolution: periodic textures made once a process and looked up anywhere.

Each is drawn in frequency space, so that it looks the same in every direction, and kept as a pyramid, so that a small picture
reads the same forms without the detail that it could not show.
"""

from functools import cache

import numpy as np

SIZE = 1024
# Kind of texture: exponent of its spectrum, lowest and highest wave (periods over the texture).
KINDS = {"cloud": (1.85, 3, 340), "rough": (1.45, 4, 400), "smooth": (1.2, 4, 14), "cells": (0.6, 10, 30)}


@cache
def _pyramid(kind):
    exponent, low, high = KINDS[kind]
    rng = np.random.default_rng(sum(map(ord, kind)))
    wave = np.hypot(np.fft.fftfreq(SIZE)[:, None], np.fft.rfftfreq(SIZE)[None]) * SIZE
    spectrum = np.where((wave >= low) & (wave <= high), np.maximum(wave, 1) ** -exponent, 0)
    texture = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((SIZE, SIZE))) * spectrum)
    levels = [(texture / texture.std()).astype(np.float32)]
    while len(levels[-1]) > 32:
        levels.append(levels[-1].reshape(len(levels[-1]) // 2, 2, -1, 2).mean(axis=(1, 3)))
    return [np.ascontiguousarray(level) for level in levels]


def sample(kind, u, v, footprint):
    """The texture at (u, v), in periods; about from -3 to 3 with a standard deviation of 1. `footprint`: periods from pixel to pixel."""
    pyramid = _pyramid(kind)
    level = int(np.clip(np.round(np.log2(max(footprint, 1e-9) * SIZE)), 0, len(pyramid) - 1))
    table, size = pyramid[level].ravel(), len(pyramid[level])
    shift = 0.5 / (1 << level) - 0.5  # a mean of texels lies in their middle, not at the first of them
    (column, right), (row, down) = _place(u, size, shift), _place(v, size, shift)
    after, below = (column + 1) & (size - 1), ((row + 1) & (size - 1)) * size
    row = row * size
    top = table.take(row + column)
    top += (table.take(row + after) - top) * right
    bottom = table.take(below + column)
    bottom += (table.take(below + after) - bottom) * right
    return top + (bottom - top) * down


def _place(periods, size, shift):
    at = np.asarray(periods, np.float32) * np.float32(size) + np.float32(shift)
    whole = np.floor(at)
    return whole.astype(np.intp) & (size - 1), at - whole


class Field:
    """One texture laid over the picture at a place and an angle of its own.

    `scale` in periods over the picture's height; `stretch` makes forms longer along x.
    """

    def __init__(self, dice, kind="cloud", scale=0.5, stretch=1.0, angle=None):
        self.kind, self.scale, self.stretch = kind, scale, stretch
        self.u, self.v = dice.place()
        turn = dice.between(0, 2 * np.pi, nudge=0.004) if angle is None else angle
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

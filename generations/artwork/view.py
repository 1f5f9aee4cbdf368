"""The frame through which a composition is seen: coordinates that do not know how many pixels there are."""

import numpy as np


class View:
    """y runs from 0 at the top to 1 at the bottom, x is 0 in the middle and in the same unit, the height of the picture.

    `x` is a row and `y` a column, so that NumPy spreads them only where both are needed. `px` is the size of a pixel.
    """

    def __init__(self, width, height):
        self.width, self.height, self.px = width, height, 1 / height
        self.half = width / height / 2  # x runs from -half to half
        self.reach = min(1.0, 2 * self.half)  # the shorter side
        self.x = ((np.arange(width, dtype=np.float32) + 0.5) / height - self.half)[None]
        self.y = ((np.arange(height, dtype=np.float32) + 0.5) / height)[:, None]
        self.shape = (height, width)

    def edge(self, distance, soft=0.0):
        """How much of each pixel lies inside, from 0 to 1, where `distance` is negative inside. `soft` widens the edge."""
        return np.clip(0.5 - distance / np.float32(self.px * 1.2 + soft), 0, 1)

    def box(self, x, y, radius):
        """The slices of rows and columns that a thing of this radius touches, or None outside of the picture."""
        top, bottom = int((y - radius) * self.height), int((y + radius) * self.height) + 2
        left, right = int((x - radius + self.half) * self.height), int((x + radius + self.half) * self.height) + 2
        rows, columns = slice(max(top, 0), min(bottom, self.height)), slice(max(left, 0), min(right, self.width))
        return (rows, columns) if rows.start < rows.stop and columns.start < columns.stop else None

    def part(self, box):
        """x and y within a box."""
        return self.x[:, box[1]], self.y[box[0]]


def smooth(low, high, value):
    """0 below `low`, 1 above `high`, and a soft step between them (either way round)."""
    t = np.clip((value - np.float32(low)) / np.float32(high - low), 0, 1)
    return t * t * (3 - 2 * t)

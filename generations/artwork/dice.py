"""What a seed decides. A variation moves each of its numbers a little and leaves its choices alone: the same picture, nearby."""

import numpy as np

NUDGE = 0.07


class Dice:
    """The same seed, variation and salt give the same numbers in the same order, whatever the size of the picture."""

    def __init__(self, seed, variation=0, salt=0):
        self._first = np.random.default_rng([seed, salt])
        self._second = np.random.default_rng([variation, seed, salt]) if variation else None

    def between(self, low, high, nudge=NUDGE):
        return float(low + (high - low) * self._moved(self._first.random(), nudge))

    def many(self, count, low=0.0, high=1.0, nudge=0.01):
        """An array of numbers: places, sizes, brightnesses."""
        return (low + (high - low) * self._moved(self._first.random(count), nudge)).astype(np.float32)

    def choice(self, options):
        return options[int(self._first.integers(len(options)))]

    def chance(self, probability):
        return bool(self._first.random() < probability)

    def place(self, nudge=0.006):
        """Where on a texture to begin."""
        return self.between(0, 1, nudge), self.between(0, 1, nudge)

    def _moved(self, numbers, nudge):
        if self._second is None:
            return numbers
        moved = numbers + nudge * self._second.standard_normal(np.shape(numbers))
        return 1 - np.abs(1 - np.abs(moved))  # mirrored at both ends

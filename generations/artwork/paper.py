"""Paper under printed things: a warm or dark ground with fibres."""

import numpy as np

from generations.artwork.noise import Field


def fibres(view, dice, strength=0.05):
    """A factor around 1 for each pixel."""
    grain, cloud = Field(dice, "rough", 3.0, stretch=2.2), Field(dice, "cloud", 0.4)
    value = grain(view.x, view.y, view.px) * np.float32(0.5) + cloud(view.x, view.y, view.px) * np.float32(0.5)
    return (1 + np.float32(strength) * value)[..., None]

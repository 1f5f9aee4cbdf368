"""Spruces in outline, as far as a silhouette needs them."""

import numpy as np

from generations.artwork.view import smooth


def treeline(view, dice, ground, size, count, spread=0.5):
    """How much of each pixel is covered by trees on the ground, which is a y for each x. `size` is their height."""
    mask = view.edge(ground - view.y)
    mask = np.broadcast_to(mask, view.shape).copy()
    xs = np.sort(dice.many(count, -view.half, view.half, nudge=0.004))
    sizes, slopes = dice.many(count, 1 - spread, 1 + spread), dice.many(count, 0.14, 0.22)
    for x, scale, slope in zip(xs, sizes, slopes, strict=True):
        foot = float(np.interp(x, view.x[0], ground[0]))
        spruce(mask, view, x, foot + 0.004, size * scale, slope)
    return mask


def spruce(mask, view, x, foot, height, slope):
    """Draws one into the mask: a cone whose edge is cut into boughs."""
    box = view.box(x, foot - height / 2, height * 0.56)
    if not box:
        return
    across, down = view.part(box)
    t = (foot - down) / np.float32(height)  # 0 at the foot, 1 at the tip
    boughs = 9 + 7 * slope
    tooth = (t * np.float32(boughs) + np.abs(across - x) / np.float32(height) * 2.2) % 1
    wide = np.float32(height * slope) * (1 - t) * (np.float32(0.55) + np.float32(0.6) * (1 - tooth))
    wide = np.maximum(wide, np.float32(height * 0.008))
    inside = view.edge(np.abs(across - np.float32(x)) - wide) * smooth(-0.01, 0.0, t) * smooth(1.0, 0.995, t)
    np.maximum(mask[box], inside, out=mask[box])

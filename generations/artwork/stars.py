"""A field of stars on a dark ground."""

import numpy as np

from generations.artwork.sky import star


def scatter(image, view, dice, look, count, strength=1.0):
    """Many faint stars and a few bright ones with rays. Draws into the image."""
    xs, ys = dice.many(count, -view.half, view.half), dice.many(count)
    brights, tints = dice.many(count), dice.many(count, 0.7, 1.0)
    for x, y, bright, tint in zip(xs, ys, brights, tints, strict=True):
        star(
            image,
            view,
            x,
            y,
            strength * (0.12 + 2.4 * bright**9),
            0.001 + 0.0012 * bright**12,
            look.nth(int(tint * 97) % 2, tint) * 0.5 + 0.5,
        )
    for place in np.argsort(brights)[-5:]:
        _rays(image, view, xs[place], ys[place], strength)


def _rays(image, view, x, y, strength, length=0.03):
    box = view.box(x, y, length * 1.5)
    if not box:
        return
    across, down = view.part(box)
    u, v = np.abs(across - x), np.abs(down - y)
    thin = np.float32(max(0.0012, view.px * 0.7))
    beam = np.exp(-u / np.float32(length * 0.3) - (v / thin) ** 2) + np.exp(-v / np.float32(length * 0.3) - (u / thin) ** 2)
    halo = np.exp(-(u * u + v * v) / np.float32((length * 0.22) ** 2)) * np.float32(0.25)
    image[box] += ((beam * np.float32(0.0012) / thin + halo) * np.float32(strength))[..., None]

"""Ridge behind ridge with haze between them, snow where it is high, and a lake, if one was asked for."""

import numpy as np

from generations.artwork import water
from generations.artwork.colour import mix
from generations.artwork.noise import Field, line
from generations.artwork.sky import Sky
from generations.artwork.trees import treeline
from generations.artwork.view import smooth


def paint(view, dice, look, scene):
    has_lake = bool({"lake", "fjord", "river"} & set(scene.features)) or dice.chance(0.35)
    shore = dice.between(0.62, 0.7) if has_lake else 1.2
    sky = Sky(view, dice, look, scene, horizon=min(shore, 0.72), lift=0.26)
    image = sky.paint()
    count = dice.choice((5, 6, 7))
    for place in range(count):
        image = _ridge(image, view, dice, look, scene, sky, place / (count - 1), min(shore, 0.98))
    if has_lake:
        image = water.reflect(image, view, dice, look, sky, shore)
    return _near(image, view, dice, look, sky, has_lake)


def _ridge(image, view, dice, look, scene, sky, near, base):
    """One ridge; `near` from 0 for the farthest to 1."""
    far = 1 - near
    level = base * (0.42 + 0.5 * near) - 0.02
    height = dice.between(0.16, 0.25) * (0.6 + 0.5 * far) * (0.8 if near > 0.7 else 1)
    crest = line(dice, view.x, view.px, 1.1 + near, 8, 0.48, ridged=True)
    slow = line(dice, view.x, view.px, 0.8, 2)
    top = np.float32(level + 0.1 * far) - np.float32(height) * (
        crest * np.float32(1.5) - np.float32(0.45) + slow * np.float32(0.5)
    )
    depth = view.y - top
    colour = _rock(view, dice, look, scene, sky, near, depth, top)
    mist = smooth(0.0, 0.3, depth) * np.float32(0.2 + 0.4 * far)
    colour = mix(colour, sky.air_at(view.x), np.clip(mist + np.float32(0.7 * far**1.2), 0, 0.9))
    return mix(image, colour, view.edge(-depth))


def _rock(view, dice, look, scene, sky, near, depth, top):
    """Slopes lit from the side of the sun, with snow above its line."""
    folds = Field(dice, "cloud", 0.62 + 0.3 * near, stretch=0.7, angle=0.8 if sky.sun_x > 0 else -0.8)
    side = np.float32(1 if sky.sun_x > 0 else -1)
    x, y = view.x + depth * np.float32(0.25) * side, depth
    relief = folds.ridged(x, y, view.px) - folds.ridged(x + side * np.float32(0.02), y - np.float32(0.012), view.px)
    lit = smooth(-0.42, 0.42, relief)
    shade = np.float32(sky.hour.land) * (np.float32(0.08 + 0.2 * (1 - near)) + lit * np.float32(0.3))
    # Of two named colours the near half takes the first and the far half the second.
    tone = look.second if look.is_named and 0.1 < near < 0.6 else look.first
    colour = tone(shade)
    is_white = "snow" in scene.features
    if is_white or near < 0.55:
        reach = np.float32(0.34 if is_white else 0.07)
        cover = smooth(0.09, -0.05, depth - reach + relief * np.float32(0.12)) * (
            np.float32(0.35 + 0.3 * is_white) + np.float32(0.5) * lit
        )
        snow = tone(np.clip(0.56 + 0.42 * lit, 0, 1) * np.float32(sky.hour.land) + np.float32(0.03))
        colour = mix(colour, snow, np.clip(cover, 0, 0.92))
    return colour


def _near(image, view, dice, look, sky, has_lake):
    """Trees at the lower edge, dark against everything."""
    ground = np.float32(dice.between(0.95, 1.0)) + line(dice, view.x, view.px, 0.8, 3) * np.float32(0.04)
    side = dice.choice((-1, 1))
    ground = ground - smooth(0.0, view.half, view.x * side) * np.float32(0.09)
    mask = treeline(view, dice, ground, size=0.075, count=int(70 * view.half * 2) + 10)
    return mix(image, look.first(0.05 * sky.hour.land + 0.02), mask)

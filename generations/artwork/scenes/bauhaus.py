"""A poster after the Bauhaus: circles, quarters, bars and arcs on a grid, printed in few inks on paper."""

import numpy as np

from generations.artwork.colour import linear, mix
from generations.artwork.paper import fibres
from generations.artwork.view import smooth

CREAM, INK = linear("#f1e7d3"), linear("#1b1a1c")


def paint(view, dice, look, scene):
    is_dark = scene.time == "night" or scene.mood == "dark"
    ground, ink = (INK, CREAM) if is_dark else (CREAM, INK)
    inks = _inks(look, ink)
    image = np.broadcast_to(ground, (*view.shape, 3)).copy()
    layout = dice.choice((_grid, _grid, _free))
    image = layout(image, view, dice, inks, ground)
    return image * fibres(view, dice)


def _inks(look, ink):
    """Named colours, strong and light, and the ink of the lines."""
    if look.is_named:
        strong = [look.nth(place, 0.5) for place in range(len(look.names))]
        return [*strong, *strong, look.nth(0, 0.74), look.nth(1, 0.72), ink]
    return [look.first(0.5), look.first(0.3), look.first(0.72), ink]


def _grid(image, view, dice, inks, ground):
    """Tiles, each with one form in two inks."""
    size = 0.88 / dice.choice((3, 4, 4, 5))
    down, across = int(0.9 / size + 0.01), max(2, int((view.half * 2 - 0.1) / size + 0.01))
    left, top = -across * size / 2, (1 - down * size) / 2
    for row in range(down):
        for column in range(across):
            tile = _pick(dice, inks, ground)
            centre = left + (column + 0.5) * size, top + (row + 0.5) * size
            form = dice.choice(_FORMS)
            _print_tile(image, view, dice, centre, size, tile, form)
    return image


def _pick(dice, inks, ground):
    """Three different ones: the tile's own colour, its form and its mark."""
    first = int(dice.choice(range(len(inks))))
    under = ground if dice.chance(0.3) else inks[first]
    others = [ink for ink in [*inks, ground] if not np.array_equal(ink, under)]
    over = dice.choice(others)
    return under, over, dice.choice([ink for ink in others if not np.array_equal(ink, over)] or others)


def _print_tile(image, view, dice, centre, size, tile, form):
    turn, box = dice.choice(range(4)), view.box(*centre, size / 2 + 2 * view.px)
    u, v = view.part(box)
    u, v = (u - np.float32(centre[0])) / np.float32(size), (v - np.float32(centre[1])) / np.float32(size)
    inside = view.edge((np.maximum(np.abs(u), np.abs(v)) - np.float32(0.5)) * np.float32(size))
    for _ in range(turn):
        u, v = v, -u
    under, over, mark = tile
    picture = np.broadcast_to(under, (*inside.shape, 3))
    for ink, distance in zip((over, mark), form(u, v), strict=False):
        picture = mix(picture, ink, np.broadcast_to(view.edge(distance * np.float32(size)), inside.shape))
    image[box] = mix(image[box], picture, inside)


# Forms of a tile from -0.5 to 0.5: distances, negative inside.


def _circle(u, v):
    away = np.hypot(u, v)
    return away - np.float32(0.4), away - np.float32(0.16)


def _quarter(u, v):
    away = np.hypot(u + np.float32(0.5), v + np.float32(0.5))
    return away - np.float32(1), away - np.float32(0.5)


def _arcs(u, v):
    away = np.hypot(u + np.float32(0.5), v + np.float32(0.5))
    return (np.abs((away * np.float32(4) + np.float32(0.5)) % 1 - np.float32(0.5)) / 4 - np.float32(0.065),)


def _halves(u, v):
    return np.maximum(np.hypot(u, v + np.float32(0.5)) - np.float32(0.5), -v - np.float32(0.5)), np.maximum(
        np.hypot(u, v) - np.float32(0.5), -v
    )


def _bars(u, v):
    return (np.abs((u * np.float32(4)) % 1 - np.float32(0.5)) / 4 - np.float32(0.065) + 0 * v,)


def _triangle(u, v):
    return u + v, np.hypot(u - np.float32(0.22), v - np.float32(0.22)) - np.float32(0.14)


def _leaf(u, v):
    a, b = np.hypot(u + np.float32(0.5), v + np.float32(0.5)), np.hypot(u - np.float32(0.5), v - np.float32(0.5))
    return np.maximum(a, b) - np.float32(1), np.hypot(u, v) - np.float32(0.13)


def _dots(u, v):
    return (
        np.hypot((u * 3 + np.float32(0.5)) % 1 - np.float32(0.5), (v * 3 + np.float32(0.5)) % 1 - np.float32(0.5)) / 3
        - np.float32(0.085),
    )


_FORMS = (_circle, _quarter, _quarter, _arcs, _halves, _bars, _triangle, _leaf, _dots)


def _free(image, view, dice, inks, ground):
    """One large circle, bars across it, rings and small marks in balance."""
    turn = dice.between(0.35, 0.95) * dice.choice((-1, 1))
    cos, sin = np.float32(np.cos(turn)), np.float32(np.sin(turn))
    u, v = view.x * cos + (view.y - np.float32(0.5)) * sin, (view.y - np.float32(0.5)) * cos - view.x * sin
    big, x, y = dice.between(0.22, 0.3) * view.reach, dice.between(-0.14, 0.14) * view.reach, 0.5 + dice.between(-0.14, 0.1)
    away = np.hypot(view.x - np.float32(x), view.y - np.float32(y))
    image = mix(image, inks[0], view.edge(away - np.float32(big)))
    for place in range(5):
        at, wide, reach = dice.between(-0.36, 0.36), dice.between(0.012, 0.055), dice.between(0.2, 0.62)
        bar = np.maximum(
            np.abs(v - np.float32(at)) - np.float32(wide), np.abs(u - np.float32(dice.between(-0.2, 0.2))) - np.float32(reach)
        )
        image = mix(image, inks[(place + 1) % len(inks)], view.edge(bar))
    overlap = np.hypot(u - np.float32(dice.between(-0.2, 0.2)), v - np.float32(dice.between(-0.2, 0.2))) - np.float32(big * 0.55)
    both = np.maximum(overlap, away - np.float32(big))
    image = mix(image, inks[1], view.edge(overlap))
    image = mix(image, inks[-1], view.edge(both))
    ring = np.abs(away - np.float32(big * 1.32)) - np.float32(0.006)
    image = mix(image, inks[-1], view.edge(np.maximum(ring, u * np.float32(dice.choice((-1, 1))))))
    half = np.maximum(np.hypot(u - np.float32(0.2), v + np.float32(0.3)) - np.float32(0.11), -v - np.float32(0.3))
    image = mix(image, inks[2 % len(inks)], view.edge(half))
    grid = np.hypot((u * 28) % 1 - np.float32(0.5), (v * 28) % 1 - np.float32(0.5)) / 28 - np.float32(0.0075)
    block = np.maximum(np.abs(u + np.float32(0.27)) - np.float32(0.11), np.abs(v - np.float32(0.27)) - np.float32(0.09))
    sharp = smooth(0.02, 0.008, np.float32(view.px))
    return mix(image, inks[-1], view.edge(np.maximum(grid, block)) * (np.float32(0.45) + np.float32(0.55) * sharp))

"""A pond from above: koi under the water, lily pads and lotus flowers on it, and rings of ripples."""

import numpy as np

from generations.artwork.colour import Look, linear, mix
from generations.artwork.noise import Field
from generations.artwork.view import smooth

WATER = {"dawn": 0.36, "day": 0.42, "dusk": 0.24, "night": 0.14}


def paint(view, dice, look, scene):
    depth = WATER[scene.time]
    image = _water(view, dice, look, depth)
    for _ in range(dice.choice((4, 5, 6, 7))):
        image = _koi(image, view, dice, look, depth)
    image = _surface(image, view, dice, look, depth)
    _pads(image, view, dice, look, depth)
    return image


def _water(view, dice, look, depth):
    cloud, stones = Field(dice, "cloud", 0.22), Field(dice, "smooth", 0.7)
    shade = (
        np.float32(depth)
        + cloud(view.x, view.y, view.px) * np.float32(0.05)
        + stones(view.x, view.y, view.px) * np.float32(0.018)
    )
    away = np.hypot(view.x, view.y - np.float32(0.5))
    return look.first(np.clip(shade - away * np.float32(0.16), 0.03, 1))


def _koi(image, view, dice, look, depth):
    """A body along a bent line, white with patches, fins like veils."""
    length, turn, bend = dice.between(0.15, 0.23), dice.between(0, 2 * np.pi, nudge=0.02), dice.between(-0.55, 0.55)
    x, y = dice.between(-0.85, 0.85, nudge=0.03) * view.half, dice.between(0.1, 0.9, nudge=0.03)
    patch, coat = Field(dice, "smooth", 0.55 / length * 0.2), dice.between(0, 1)
    box = view.box(x, y, length * 0.95)
    if not box:
        return image
    for shift, is_shadow in ((0.022, True), (0.0, False)):
        u, v = view.part(box)
        u, v = (u - np.float32(x + shift * 0.6)) / np.float32(length), (v - np.float32(y + shift)) / np.float32(length)
        along, across = u * np.cos(turn) + v * np.sin(turn), v * np.cos(turn) - u * np.sin(turn)
        across = across - np.float32(bend) * (along - np.float32(0.1)) ** 2
        body, fins = _fish(along, across)
        if is_shadow:
            image[box] = mix(image[box], look.first(0.03), smooth(0.05, -0.05, np.minimum(body, fins)) * np.float32(0.42))
        else:
            image[box] = _coloured(image[box], view, look, body, fins, along, across, patch, coat, length)
    return image


def _fish(along, across):
    """Distances from body and fins; the head is at 0.5, the tail's root at -0.42."""
    t = np.clip((along + np.float32(0.45)) / np.float32(0.95), 0, 1)
    half = np.float32(0.155) * np.maximum(np.sin(np.pi * t ** np.float32(0.72)), 0) ** np.float32(0.75) + np.float32(0.012)
    body = np.maximum(np.abs(across) - half, np.maximum(along - np.float32(0.5), -along - np.float32(0.46)))
    out = np.float32(-0.4) - along
    fork = np.abs(np.abs(across) - np.float32(0.55) * out) - np.float32(0.02) - np.float32(0.32) * out * (1 - out * 2.3)
    tail = np.maximum(np.maximum(fork, -out - np.float32(0.04)), out - np.float32(0.36))
    side_x, side_y = along - np.float32(0.2), np.abs(across) - np.float32(0.12)
    a, b = side_x * np.float32(0.77) + side_y * np.float32(0.64), side_y * np.float32(0.77) - side_x * np.float32(0.64)
    fin = np.hypot((a + np.float32(0.1)) / np.float32(1.0), (b - np.float32(0.08)) / np.float32(1.6)) - np.float32(0.075)
    return body, np.minimum(tail, fin)


def _coloured(under, view, look, body, fins, along, across, patch, coat, length):
    scale = np.float32(length)
    spots = patch(along * scale, across * scale, view.px)
    warm = Look(("coral", "orange")) if not look.is_named else Look((look.names[1], look.names[1]))
    white, red = linear("#fff6ea"), warm.first(np.float32(0.56) - np.abs(across) * np.float32(0.6))
    colour = mix(white, red, smooth(0.1 - coat, 0.35 - coat, spots))
    colour = mix(
        colour,
        linear("#17191d"),
        smooth(0.9, 1.05, patch(along * scale + np.float32(3), across * scale, view.px)) * np.float32(coat > 0.45),
    )
    colour = colour * (np.float32(1.02) - (np.abs(across) / np.float32(0.17)) ** 2 * np.float32(0.34))[..., None]
    eye = np.hypot(along - np.float32(0.4), np.abs(across) - np.float32(0.075)) - np.float32(0.012)
    spine = smooth(0.022, 0.0, np.abs(across)) * smooth(0.34, 0.2, along) * smooth(-0.3, -0.1, along) * np.float32(0.22)
    colour = mix(colour * (1 - spine)[..., None], linear("#17191d"), view.edge(eye * scale))
    rays = np.float32(0.62) + np.float32(0.12) * np.sin(np.arctan2(across, along + np.float32(0.38)) * np.float32(40))
    veil = mix(under, white * np.float32(0.9), view.edge(fins * scale, soft=0.004) * rays)
    return mix(veil, colour, view.edge(body * scale, soft=0.002))


def _surface(image, view, dice, look, depth):
    """A net of light that the waves throw, and rings where something touched the water."""
    web, bend = Field(dice, "cells", 0.24), Field(dice, "smooth", 0.4)
    shift = bend(view.x, view.y, view.px) * np.float32(0.03)
    net = np.exp(-np.abs(web(view.x + shift, view.y - shift, view.px)) / np.float32(0.16))
    patches = smooth(-0.6, 1.4, Field(dice, "smooth", 0.12)(view.x, view.y, view.px))
    image = image + (net * patches * np.float32(0.05 + 0.3 * depth))[..., None] * look.first(0.72)
    for _ in range(dice.choice((1, 2, 3))):
        x, y, reach = dice.between(-0.9, 0.9) * view.half, dice.between(0.1, 0.9), dice.between(0.06, 0.15)
        away = np.hypot(view.x - np.float32(x), view.y - np.float32(y))
        rings = np.sin(away * np.float32(2 * np.pi / 0.02)) * smooth(reach, reach * 0.3, away) * np.float32(view.px < 0.006)
        image = image * (1 + rings * np.float32(0.13))[..., None] + (np.maximum(rings, 0) * np.float32(0.05))[..., None]
    return image


def _pads(image, view, dice, look, depth):
    """Groups of pads, some with a flower."""
    leaves, flowers = Look(look.names[1:] * 2) if look.is_named else Look(("emerald", "forest")), []
    for _ in range(dice.choice((4, 5, 6))):
        x, y = dice.choice((-1, 1)) * dice.between(0.4, 1.0) * view.half, dice.between(0.02, 0.98)
        for place in range(dice.choice((2, 3, 4))):
            radius, at = dice.between(0.045, 0.1), (x + dice.between(-0.15, 0.15), y + dice.between(-0.15, 0.15))
            _pad(image, view, leaves, at, radius, dice.between(0, 2 * np.pi), depth)
            if place == 0 and dice.chance(0.6):
                flowers.append((at, radius * 0.9, dice.between(0, 1)))
    for at, radius, turn in flowers:
        _lotus(image, view, look, at, radius, turn, depth)


def _pad(image, view, leaves, at, radius, turn, depth):
    box = view.box(*at, radius * 1.4)
    if not box:
        return
    u, v = view.part(box)
    shadow = smooth(1.15, 0.9, np.hypot(u - np.float32(at[0] + 0.01), v - np.float32(at[1] + 0.016)) / np.float32(radius))
    image[box] *= (1 - np.float32(0.45) * shadow)[..., None]
    u, v = (u - np.float32(at[0])) / np.float32(radius), (v - np.float32(at[1])) / np.float32(radius)
    away, angle = (
        np.hypot(u, v),
        (np.arctan2(v, u) - np.float32(turn) + np.float32(3 * np.pi)) % np.float32(2 * np.pi) - np.float32(np.pi),
    )
    notch = (np.float32(0.22) - np.abs(angle)) * away
    outline = np.maximum(away - 1 - np.float32(0.02) * np.cos(angle * 9), notch)
    veins = smooth(0.05, 0.0, np.abs((angle * np.float32(15 / 2 / np.pi)) % 1 - np.float32(0.5)) * away) * smooth(0.05, 0.3, away)
    shade = (
        np.float32(0.34 + 0.5 * depth)
        + away * np.float32(0.08)
        + veins * np.float32(0.09)
        - (u + v) * np.float32(0.05)
        + smooth(0.9, 1.0, away) * np.float32(0.1)
    )
    image[box] = mix(image[box], leaves.first(np.clip(shade, 0, 1)), view.edge(outline * np.float32(radius)))


def _lotus(image, view, look, at, radius, turn, depth):
    blossom = Look(("rose", "pink")) if not look.is_named else Look((look.names[1], look.names[1]))
    for ring in range(4):
        size, petals = radius * (1 - 0.21 * ring), 8 - ring
        box = view.box(*at, size * 1.2)
        if not box:
            return
        u, v = view.part(box)
        u, v = (u - np.float32(at[0])) / np.float32(size), (v - np.float32(at[1])) / np.float32(size)
        away, angle = np.hypot(u, v), np.arctan2(v, u) + np.float32(turn + ring * 0.5)
        wide = np.abs(((angle / np.float32(2 * np.pi) * petals) % 1) - np.float32(0.5)) * 2
        outline = away - (1 - wide ** np.float32(2.2)) * np.float32(0.98)
        shade = np.float32(0.6 + 0.07 * ring) + away * np.float32(0.2) - wide * np.float32(0.12) - (v + u) * np.float32(0.04)
        image[box] = mix(
            image[box],
            blossom.first(np.clip(shade, 0, 0.98)) * np.float32(0.62 + 0.9 * depth),
            view.edge(outline * np.float32(size)),
        )
    if box := view.box(*at, radius * 0.16):
        u, v = view.part(box)
        image[box] = mix(
            image[box],
            linear("#f2c14e"),
            view.edge(np.hypot(u - np.float32(at[0]), v - np.float32(at[1])) - np.float32(radius * 0.13)),
        )

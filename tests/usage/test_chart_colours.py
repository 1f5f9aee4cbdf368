"""The colours of charts stand out from every surface and from each other, also for eyes that see fewer hues."""

import math
import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

CSS = Path(settings.BASE_DIR) / "static/css"
PAIR = re.compile(r"--([\w-]+): light-dark\(oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\), oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)\)")
SHADES = ["chart-1", "chart-2", "chart-3", "chart-4", "chart-5", "chart-6", "chart-other"]
SURFACES = ["ground", "raised"]
SIGHTS = {  # of linear RGB: Machado, Oliveira and Fernandes 2009, severity 1
    "all hues": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
TO_CONE = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
]
OF_CONE = [
    [4.0767416621, -3.3077115913, 0.2309699292],
    [-1.2684380046, 2.6097574011, -0.3413193965],
    [-0.0041960863, -0.7034186147, 1.707614701],
]
TO_LAB = [
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
]
OF_LAB = [[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728], [1, -0.0894841775, -1.291485548]]


@pytest.fixture(params=["light", "dark"])
def colours(request):
    """{name: linear RGB} of a theme."""
    text = "".join((CSS / name).read_text() for name in ("tokens.css", "components/chart.css"))
    at = 0 if request.param == "light" else 3
    return {name: linear(*map(float, numbers[at : at + 3])) for name, *numbers in PAIR.findall(text)}


def linear(lightness, chroma, hue):
    angle = math.radians(hue)
    lab = [lightness / 100, chroma * math.cos(angle), chroma * math.sin(angle)]
    return times(OF_CONE, [value**3 for value in times(OF_LAB, lab)])


def times(matrix, vector):
    return [sum(one * other for one, other in zip(row, vector, strict=True)) for row in matrix]


def contrast(one, other):
    """WCAG 2, of linear RGB."""
    lights = [sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), colour, strict=True)) for colour in (one, other)]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def distance(one, other):
    """In OKLab, of which 2 hundredths are just seen."""
    labs = [times(TO_LAB, [math.cbrt(cone) for cone in times(TO_CONE, clipped(colour))]) for colour in (one, other)]
    return math.dist(*labs) * 100


def clipped(colour):
    return [min(1, max(0, part)) for part in colour]


@pytest.mark.parametrize("surface", SURFACES)
def test_every_shade_stands_out_from_what_it_is_drawn_on(colours, surface):
    assert [name for name in SHADES if contrast(colours[name], colours[surface]) < 3] == []


@pytest.mark.parametrize("sight", SIGHTS)
def test_no_two_shades_look_alike(colours, sight):
    seen = {name: times(SIGHTS[sight], colours[name]) for name in SHADES}
    assert [pair for pair in combinations(SHADES, 2) if distance(seen[pair[0]], seen[pair[1]]) < 6] == []
    assert [pair for pair in pairwise(SHADES) if distance(seen[pair[0]], seen[pair[1]]) < 10] == []

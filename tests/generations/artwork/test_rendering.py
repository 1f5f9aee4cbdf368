"""What is drawn: the same again, at every size, in the colours that were asked for."""

import time

import numpy as np
import pytest

from generations.artwork import words
from tests.generations.artwork.seeing import PROMPTS, chroma, difference, likeness, picture, share_of, smaller

pytestmark = pytest.mark.once
KINDS = pytest.mark.parametrize("prompt", PROMPTS.values(), ids=PROMPTS)
NEUTRAL = {"white", "grey", "black", "silver"}


@KINDS
def test_the_same_wish_is_the_same_picture_and_another_seed_another(prompt):
    assert np.array_equal(picture(prompt), picture(prompt))
    assert difference(picture(prompt), picture(prompt, seed=8)) > 5


@KINDS
def test_each_pass_is_a_true_picture_of_the_same_composition(prompt):
    final = picture(prompt, width=512, height=512)
    for side, least in ((64, 0.85), (128, 0.93), (256, 0.95)):
        preview = picture(prompt, width=side, height=side)
        assert likeness(preview, smaller(final, side, side)) > least
        assert difference(preview, smaller(final, side, side)) < 18
    assert likeness(smaller(final, 64, 64), picture(prompt, seed=8, width=64, height=64)) < 0.9 or "mandala" in prompt


@KINDS
@pytest.mark.parametrize(("width", "height"), [(128, 128), (128, 96), (96, 128), (64, 256)])
@pytest.mark.filterwarnings("error")
def test_every_kind_fills_every_shape_and_is_neither_flat_nor_clipped(prompt, width, height):
    for seed in (1, 2**32 - 1):
        image = picture(prompt, seed, width=width, height=height)
        assert image.shape == (height, width, 3)
        assert image.dtype == np.uint8
        assert image.std() > 18
        assert np.mean((image == 0) | (image == 255)) < 0.2


@KINDS
def test_a_variation_is_nearer_than_another_seed(prompt):
    first = picture(prompt)
    nearby = [difference(first, picture(prompt, variation=number)) for number in (1, 2, 3)]
    others = [difference(first, picture(prompt, seed=7 + number)) for number in (1, 2, 3)]
    assert min(nearby) > 0.5
    assert np.mean(nearby) < 0.85 * np.mean(others)


def test_two_prompts_of_one_scene_are_two_pictures():
    assert difference(picture("a blue sea at dawn"), picture("a blue sea at dawn with whales")) > 3


@pytest.mark.parametrize("name", sorted(words.COLOURS.keys() - NEUTRAL))
def test_a_colour_word_is_seen(name):
    word = words.COLOURS[name].split()[0]
    assert share_of(name, picture(f"{word} silk", width=64, height=64)) > 0.5
    assert share_of(name, picture(f"mountains in {word}", width=64, height=64)) > 0.7
    assert share_of(name, picture(f"mandala, {word}", width=64, height=64)) > 0.25


@pytest.mark.parametrize("name", sorted(NEUTRAL))
def test_a_word_without_hue_makes_a_quiet_picture(name):
    quiet, loud = picture(f"{name} mountains", width=64, height=64), picture("red mountains", width=64, height=64)
    assert chroma(quiet) < 0.4 * chroma(loud)


@KINDS
def test_both_of_two_colours_are_seen(prompt):
    images = [picture(f"pink and teal, {prompt}", seed, width=64, height=64) for seed in (1, 2, 3)]
    for name in ("pink", "teal"):
        assert np.mean([share_of(name, image) for image in images]) > 0.03


def test_the_first_colour_is_above_the_second():
    """Their order decides what they do: the sky has the first, the sea the second."""
    for first, second in (("pink", "teal"), ("teal", "pink")):
        image = picture(f"{first} and {second} sea at noon", width=64, height=64)
        assert share_of(first, image[:20]) > 0.6
        assert share_of(second, image[-20:]) > 0.6


def test_night_is_darker_than_day():
    for kind in ("sea", "dunes", "forest", "mountains", "meadow"):
        assert picture(f"{kind} at night").mean() < 0.75 * picture(f"{kind} at noon").mean()


@pytest.mark.alone
@KINDS
def test_a_picture_costs_no_more_than_a_hundred_and_fifty_fourier_transforms_of_its_size(prompt):
    """In a unit that means the same on any machine; the dearest kind costs about ninety."""
    pixels = np.random.default_rng(1).random((512, 512), dtype=np.float32)
    picture(prompt)
    unit = min(_cost(lambda: np.fft.fft2(pixels)) for _ in range(9))
    assert min(_cost(lambda: picture(prompt, width=512, height=512)) for _ in range(2)) < 150 * unit


def _cost(work):
    before = time.process_time()
    work()
    return time.process_time() - before

"""What is understood of a prompt, and said to the person in chips."""

import pytest

from generations.artwork import defaults, words
from generations.artwork.palettes import PALETTES
from generations.artwork.understanding import CHANCE, understand
from tests.generations.artwork.seeing import PROMPTS

pytestmark = pytest.mark.once


def test_there_are_eighteen_kinds_and_a_word_for_each():
    assert len(words.KINDS) == 18
    assert {kind: understand(prompt).kind for kind, prompt in PROMPTS.items()} == {kind: kind for kind in words.KINDS}


@pytest.mark.parametrize(
    ("prompt", "chips"),
    [
        ("teal and amber mountain lake at dusk", ("mountain lake", "dusk", "teal and amber")),
        ("pink and indigo silk", ("folds of silk", "pink and indigo")),
        ("A QUIET SEA AT DAWN, in coral", ("open sea", "dawn", "coral", "calm")),
        ("neon city in the rain", ("city skyline", "night", "neon", "rain", "vivid")),
        ("fjord in winter at noon", ("fjord", "day", "winter")),
        ("red planet with rings", ("ringed planet", "red")),
        ("a sailing boat on a stormy sea at noon", ("sea with a boat", "day", "storm", "dramatic")),
    ],
)
def test_chips_say_what_was_understood(prompt, chips):
    assert understand(prompt).chips == chips


@pytest.mark.parametrize(
    ("prompt", "kind", "time"),
    [
        ("Ein Berg im Nebel bei Sonnenuntergang", "mountains", "dusk"),
        ("La forêt, le matin", "forest", "dawn"),
        ("ciudad de noche", "city", "night"),
        ("море на рассвете", "sea", "dawn"),
        ("夜の海", "sea", "night"),
        ("一只猫在花园里", "meadow", None),
        ("밤의 도시", "city", "night"),
        ("🌊🌅", "sea", "dawn"),
        ("🏔️", "mountains", None),
    ],
)
def test_other_languages_and_emoji_are_understood(prompt, kind, time):
    scene = understand(prompt)
    assert scene.kind == kind
    assert time in (None, scene.time)


@pytest.mark.parametrize("prompt", ["cat on a sofa", "a portrait of my grandmother", "xqzzt blorp 17", "", "   ", "🐱", "\x00"])
def test_what_it_cannot_draw_becomes_a_scene_by_chance_and_says_so(prompt):
    scene = understand(prompt)
    assert scene.is_chance
    assert CHANCE in scene.chips
    assert not {"cat", "sofa", "portrait", "grandmother"} & set(" ".join(scene.chips).split())
    assert scene == understand(prompt)


def test_prompts_that_say_nothing_do_not_all_become_the_same():
    assert len({understand(f"blorp {number}").kind for number in range(60)}) > 9


@pytest.mark.parametrize("pair", [("pink", "indigo"), ("indigo", "pink"), ("gold", "navy"), ("red", "blue")])
def test_colours_keep_the_order_of_the_prompt(pair):
    assert understand("silk in {} and {}".format(*pair)).palettes == pair
    assert " and ".join(pair) in understand("silk in {} and {}".format(*pair)).chips


def test_one_word_is_one_colour_and_not_two():
    """ "Blue" is not understood again in "bluebell", nor "red" in "bored"."""
    assert understand("a bored, tired, coloured sea").palettes == understand("a bored, tired, coloured sea").palettes
    assert "red" not in understand("a bored hundred at sea").palettes


def test_the_negative_prompt_takes_away():
    assert understand("mountains or the sea", "mountains").kind == "sea"
    assert understand("a blue and red sea", "red").palettes == ("blue",)
    assert understand("a lake in the mountains", "lake").title == "mountains"
    assert understand("a cat", " ".join(some.split()[0] for kind, some in words.KINDS.items() if kind != "silk")).kind == "silk"


def test_a_stronger_word_wins_over_the_part_of_a_scene():
    assert understand("rain over the city").kind == "city"
    assert understand("moon over the desert").kind == "dunes"
    assert understand("aurora over a forest by the sea").kind == "aurora"


@pytest.mark.parametrize(
    ("prompt", "chips"),
    [
        ("northern lights over mountains", ("northern lights",)),
        ("a mountain lake under the Polar\nLights", ("northern lights",)),
        ("cherry blossoms by a lake", ("mountain lake", "spring")),
        ("a river, and blossoms", ("mountains by the water", "spring")),
        ("cherry blossoms at the sea", ("open sea", "spring")),
        ("cherry blossoms", ("flower meadow", "spring")),
    ],
)
def test_words_that_mean_one_thing_together_are_read_as_one(prompt, chips):
    assert set(chips) <= set(understand(prompt).chips)


def test_a_phrase_is_left_out_as_a_whole():
    assert understand("northern lights over mountains", "northern lights").kind == "mountains"
    assert understand("a northern mountain in soft light").kind == "mountains"


def test_every_name_that_a_word_leads_to_exists():
    assert words.COLOURS.keys() | words.MANNERS.keys() <= PALETTES.keys()
    assert {palette.companion for palette in PALETTES.values()} <= PALETTES.keys()
    suited = [*defaults.BY_KIND.values(), *defaults.BY_HOUR.values(), *defaults.BY_KIND_AND_HOUR.values()]
    assert {name for some in suited for names in some for name in names} <= PALETTES.keys()
    assert defaults.TITLES.keys() == words.KINDS.keys()


def test_at_least_twenty_five_colours_have_curated_shades_from_dark_to_light():
    assert len(words.COLOURS) >= 25
    for palette in PALETTES.values():
        brightness = [
            sum(int(shade[at : at + 2], 16) * part for at, part in ((1, 2), (3, 7), (5, 1))) for shade in palette.shades
        ]
        assert len(brightness) == 7
        assert brightness == sorted(brightness), palette.name


def test_a_prompt_of_any_length_is_read_quickly_and_only_to_its_limit():
    assert understand("sea " * 100_000).kind == "sea"
    assert understand("x" * 2000 + " sea").is_chance

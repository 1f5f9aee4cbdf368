"""What a prompt asks for, as far as procedural artwork can tell: looked up word by word, nothing guessed."""

from dataclasses import dataclass
from zlib import crc32

from generations.artwork import defaults, words
from generations.artwork.reading import Text, words_of

MOST_PALETTES = 3
CHANCE = "scene by chance"


@dataclass(frozen=True)
class Scene:
    """What is drawn. `palettes` in the prompt's order; `salt` makes two prompts with one scene two pictures.

    `is_chance`: no word said what to draw, so the prompt's letters chose.
    """

    kind: str
    palettes: tuple[str, ...]
    time: str
    weather: str = ""
    mood: str = ""
    features: tuple[str, ...] = ()
    salt: int = 0
    is_chance: bool = False

    @property
    def chips(self):
        """Short words for people: what will be seen, and nothing that will not."""
        has_hour = self.kind in defaults.HOURLY
        chips = [
            self.title,
            CHANCE if self.is_chance else "",
            self.time if has_hour else "",
            "" if has_hour and self.palettes == (self.time,) else " and ".join(self.palettes),
            self.weather if self.kind in defaults.LANDSCAPES else "",
            self.mood,
        ]
        return tuple(dict.fromkeys(chip for chip in chips if chip))

    @property
    def title(self):
        titles = (
            title for (kind, feature), title in defaults.TITLES_WITH.items() if kind == self.kind and feature in self.features
        )
        return next(titles, defaults.TITLES[self.kind])


def understand(prompt, negative_prompt=""):
    """The scene of a prompt; the same prompt always gives the same one. What the negative prompt names is left out."""
    text, unwanted = Text(prompt), Text(negative_prompt)
    salt = crc32(f"{text.folded}\n{unwanted.folded}".encode())
    kind, is_chance = _kind(text, unwanted, salt)
    time = _time(text, unwanted, kind, salt)
    return Scene(
        kind=kind,
        palettes=_palettes(text, unwanted, kind, time, salt),
        time=time,
        weather=_first(text.named(words.WEATHERS, unwanted)),
        mood=_first(text.named(words.MOODS, unwanted)),
        features=tuple(text.named(words.FEATURES, unwanted)),
        salt=salt,
        is_chance=is_chance,
    )


def _kind(text, unwanted, salt):
    """The kind that the most and strongest words name, the earlier one of equals; else one by chance."""
    refused = _refused(unwanted)
    found = {kind: text.found(some) for kind, some in words.KINDS.items() if kind not in refused}
    scores = {kind: (-sum(map(_strength, some)), min(some.values())) for kind, some in found.items() if some}
    if scores:
        return min(scores, key=scores.get), False
    is_outside = text.named(words.TIMES) or text.named(words.WEATHERS)
    left = [kind for kind in (defaults.LANDSCAPES if is_outside else words.KINDS) if kind not in refused]
    return _pick(left or list(words.KINDS), salt), True


def _refused(unwanted):
    """Kinds that the negative prompt names; a part of one, such as a lake, leaves the rest of it."""
    parts = set().union(*(unwanted.found(some) for some in words.FEATURES.values()))
    return {kind for kind, some in words.KINDS.items() if unwanted.found(some).keys() - parts}


def _strength(word):
    return 5 if word in words_of(words.DECISIVE) else 1 if word in words_of(words.FAINT) else 2


def _time(text, unwanted, kind, salt):
    if kind == "aurora":
        return "night"
    return _first(text.named(words.TIMES, unwanted)) or _pick(defaults.HOURS.get(kind, defaults.ANY_HOUR), salt)


def _palettes(text, unwanted, kind, time, salt):
    """Named colours; else what a season or a manner brings along; else what suits the scene."""
    if named := text.named(words.COLOURS, unwanted):
        return tuple(named[:MOST_PALETTES])
    if manners := text.named(words.MANNERS, unwanted):
        return tuple(manners[:1])
    suited = defaults.BY_KIND.get(kind) or defaults.BY_KIND_AND_HOUR.get((kind, time)) or defaults.BY_HOUR[time]
    refused = set(unwanted.named(words.COLOURS))
    return _pick([some for some in suited if not refused & set(some)] or suited, salt >> 5)


def _pick(options, salt):
    return options[salt % len(options)]


def _first(names):
    return names[0] if names else ""

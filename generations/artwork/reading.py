"""Finding known words in a text of any language."""

import re
import unicodedata
from functools import cache

from generations.artwork.words import PHRASES

MOST_CHARACTERS = 2000  # of a prompt that are read
ENDINGS = ("", "s", "es", "e", "n", "en", "er", "y", "а", "е", "и", "у", "ю", "ы", "ой", "ом", "ов", "ами")
WORD = re.compile(r"[a-z\u0400-\u04ff]+")
MEANT = {phrase: word for word, phrases in PHRASES.items() for phrase in phrases}
PHRASE = re.compile(r"\b(?:" + "|".join(phrase.replace(" ", r"\s+") for phrase in MEANT) + r")\b")


class Text:
    """A text, prepared for being asked which words of a vocabulary it holds, and where."""

    def __init__(self, text):
        self.folded = joined(fold(text[:MOST_CHARACTERS]))
        self._forms = {}
        for match in WORD.finditer(self.folded):
            for form in _forms(match[0]):
                self._forms.setdefault(form, match.start())

    def found(self, vocabulary):
        """Words of a vocabulary (words in one string) and the place where each first stands."""
        spaced, unspaced = _split(vocabulary)
        found = {word: self._forms[word] for word in spaced & self._forms.keys()}
        return found | {word: self.folded.index(word) for word in unspaced if word in self.folded}

    def named(self, table, unwanted=None):
        """The names in a table of vocabularies that the text holds, in its order, without those that the unwanted text holds."""
        places = {name: min(found.values()) for name, some in table.items() if (found := self.found(some))}
        refused = unwanted.named(table) if unwanted else ()
        return sorted(places.keys() - set(refused), key=lambda name: (places[name], name))


def fold(text):
    """Without case, accents and what selects the variants of emoji."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character) and character not in "\ufe0f\u200d")


def joined(text):
    """With one word for each phrase."""
    return PHRASE.sub(lambda match: MEANT[" ".join(match[0].split())], text)


@cache
def words_of(vocabulary):
    return frozenset(fold(word) for word in vocabulary.split())


@cache
def _split(vocabulary):
    """Words that stand between spaces, and those of scripts that have none."""
    spaced = frozenset(word for word in words_of(vocabulary) if WORD.fullmatch(word))
    return spaced, words_of(vocabulary) - spaced


def _forms(token):
    """A token and what may be the word that it is a form of."""
    shorter = [token.removesuffix(ending) for ending in ENDINGS if token.endswith(ending)]
    if token.endswith("ies"):
        shorter.append(f"{token[:-3]}y")
    return [form for form in shorter if form == token or len(form) > 2]

"""TeX to the part of MathML that browsers draw: what only an attribute says that they ignore is said by characters and classes."""

import re
import unicodedata
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element, tostring

from latex2mathml.converter import Converter

UNKNOWN = re.compile(r"\\[a-zA-Z]")
ESCAPED = re.compile(r"\\([%&#_$ {}])")
LETTER = re.compile(r"(?:LATIN|GREEK) (CAPITAL|SMALL) LETTER ")
ALPHABETS = {"double-struck": ("DOUBLE-STRUCK",), "fraktur": ("FRAKTUR", "BLACK-LETTER"), "script": ("SCRIPT",)} | {
    name: (name.replace("-i", " i").upper(),)
    for name in ("bold", "italic", "bold-italic", "sans-serif", "sans-serif-italic", "monospace")
}
UNDER = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
BIG = set("∏∐⋀⋁⋂⋃⨀⨁⨂⨆∑") | {"lim", "sup", "inf", "max", "min"}
NAMES = {"∞", "∅"}  # not between two others, as a relation
DASH = "―"
LINES = {"mover": "top", "munder": "bottom"}


def mathml(tex, display):
    """The MathML of a formula. Raises whatever the converter does, and ValueError where something in it is not known."""
    tree = Converter(display="block" if display else "inline").convert_to_element(tex)
    del tree.attrib["xmlns"]
    for element in tree.iter():
        _spell(element)
        _place_limits(element)
        _draw_line(element)
        if element.tag == "mtable":
            _draw_lines(element)
    for row in tree.iter():
        _set_functions_apart(row)
    return tostring(tree, encoding="unicode", short_empty_elements=False)


def _spell(element):
    """Characters as they are to be seen."""
    text = unescape(element.text or "")
    if element.tag == "mtext":
        text = ESCAPED.sub(r"\1", text)
    if UNKNOWN.search(text) or "linebreak" in element.attrib:
        raise ValueError(text)
    if element.tag in {"mi", "mn"} and element.get("mathvariant") in ALPHABETS:
        text = "".join(in_alphabet(letter, element.attrib["mathvariant"]) for letter in text)
        del element.attrib["mathvariant"]
    if element.tag in {"mi", "mo"} and len(element):
        element.tag = "mrow"
    if element.tag == "mi" and len(text) == 1 and unicodedata.category(text) == "Sm":
        element.tag = "mo"
    if text in NAMES or _is_name(element, text):
        element.tag = "mi"
    element.text = text


def _is_name(element, text):
    return element.tag == "mo" and len(text) > 1 and text.isalpha() and text != "mod" and text not in BIG and not element.attrib


def _set_functions_apart(row):
    """A thin space between `2`, `sin` and `x`; none before a bracket."""
    if row.tag not in {"math", "mrow", "mtd", "mstyle", "msqrt"}:
        return
    for place in range(len(row) - 1, 0, -1):
        left, right = row[place - 1], row[place]
        if "mo" not in {left.tag, right.tag} and (_is_function(left) or _is_function(right)):
            row.insert(place, Element("mspace", width="0.167em"))


def _is_function(element):
    base = element[0] if element.tag in {"msub", "msup", "msubsup"} else element
    return base.tag == "mi" and len(base.text) > 1 and base.text.isalpha()


@lru_cache(maxsize=1024)
def in_alphabet(letter, alphabet):
    """A letter or digit as its own character of a bold, slanted, … alphabet, where Unicode has one."""
    name = LETTER.sub(r"\1 ", unicodedata.name(letter, ""))
    for style in ALPHABETS[alphabet]:
        for whole in (f"MATHEMATICAL {style} {name}", f"{style} {name}"):
            try:
                return unicodedata.lookup(whole)
            except KeyError:
                continue
    return letter


def _place_limits(element):
    """What stands at a sum or a limit stands over and under it, but beside it where it is in a line of text."""
    base = element[0] if element.tag in UNDER else None
    if base is not None and base.tag == "mo" and unescape(base.text or "") in BIG:
        element.tag = UNDER[element.tag]
        base.set("movablelimits", "true")


def _draw_line(element):
    """A line over or under letters: the dash that the converter puts there grows in no font."""
    if element.tag in LINES and len(element) == 2 and unescape(element[1].text or "") == DASH:
        element.set("notation", LINES[element.tag])
        element.tag = "menclose"
        element.remove(element[1])


def _draw_lines(table):
    """The lines between columns and between rows."""
    columns, rows = (table.get(name, "").split() for name in ("columnlines", "rowlines"))
    for number, row in enumerate(table):
        for place, cell in enumerate(row):
            lines = ["line-before"] if place and "solid" in columns[place - 1 : place] else []
            lines += ["line-above"] if number and {"solid", "dashed"} & set(rows[number - 1 : number]) else []
            if lines:
                cell.set("class", " ".join(lines))

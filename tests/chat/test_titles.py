"""A conversation is called by the first words that were said in it."""

import pytest

from chat.titles import title_of

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hello\nthere", "Hello"),
        ("\n\n  How   are you?  ", "How are you?"),
        ("# Plan for tea", "Plan for tea"),
        ("#tea is fine", "#tea is fine"),
        ("> - quoted", "quoted"),
        ("1. First\n2. Second", "First"),
        ("```python\nprint(1)\n```", "print(1)"),
        ("~~~\n~~~", "~~~ ~~~"),
        ("-", "-"),
        ("word " * 30, "word " * 11 + "word…"),
        ("W" * 80, "W" * 60 + "…"),
    ],
)
def test_the_first_line_that_says_something_without_its_marks(text, title):
    assert title_of(text) == title

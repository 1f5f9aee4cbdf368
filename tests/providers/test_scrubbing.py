"""Nothing of a key is left of what a provider says."""

from base64 import b64encode
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings_sync.providers.scrubbing import LONGEST, RUN, is_clean, scrub

pytestmark = pytest.mark.once
KEY = "sk-proj-Ab3/xY+9_Qrstuvwxyz0123456789"


@pytest.mark.parametrize(
    "form",
    [KEY, KEY.upper(), KEY[5:], KEY[:20], quote(KEY, safe=""), KEY.encode().hex(), b64encode(KEY.encode()).decode()],
    ids=["whole", "upper", "end", "beginning", "quoted", "hex", "base64"],
)
def test_the_key_in_any_form_is_taken_out(form):
    text = scrub(f"Not valid: {form}!", KEY)
    assert text.startswith("Not valid: …")
    assert is_clean(text, KEY)


def test_what_providers_mask_themselves_stays_readable():
    assert scrub("Incorrect API key provided: sk-proj***6789.", KEY) == "Incorrect API key provided: sk-proj***6789."


def test_a_long_text_is_cut_and_has_one_line():
    text = scrub("Line\nfeed\t\x07and\u202e more " + "x" * 500, KEY)
    assert text.startswith("Line feed and more x")
    assert len(text) == LONGEST


def test_a_short_key_is_taken_out_whole():
    assert scrub("The key abc12 is wrong.", "abc12") == "The key … is wrong."


@given(st.text("abcdef-0123456789", min_size=RUN, max_size=60), st.text(max_size=60), st.text(max_size=60))
def test_no_stretch_of_any_key_is_left(key, before, after):
    text = scrub(f"{before} {key} {after}", key).lower()
    assert not any(key[at : at + RUN] in text for at in range(len(key) - RUN + 1))

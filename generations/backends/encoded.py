"""Images as text: base64, with or without `data:` in front."""

import binascii

from generations.backends.wire import LARGEST_IMAGE, LARGEST_PREVIEW, TooLarge
from settings_sync.providers.events import Malformed


def image(text):
    """The bytes of an image, not looked at yet. Raises TooLarge, or Malformed where there are none."""
    found = _decoded(text, LARGEST_IMAGE)
    if not found:
        raise Malformed
    return found


def preview(text):
    """The bytes of a preview, or None where there is none to show: a preview is worth no trouble."""
    try:
        return _decoded(text, LARGEST_PREVIEW) or None
    except (TooLarge, Malformed):
        return None


def _decoded(text, most):
    if not isinstance(text, str):
        raise Malformed
    encoded = text.partition(",")[2] if text[:5] == "data:" else text
    if len(encoded) * 3 // 4 > most + 3:
        raise TooLarge
    try:
        return binascii.a2b_base64(encoded)
    except ValueError:
        raise Malformed from None

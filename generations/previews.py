"""How an image looks while it is made: the latest picture only, in the cache that all processes share."""

from io import BytesIO

from django.core.cache import cache
from PIL import Image

from generations.developing import opened

SECONDS = 600
LAST_SECONDS = 30
SIDE = 512  # pixels
QUALITY = 70


def keep(pk, content):
    """Draw a picture anew, small, and keep it as the latest. Raises Undevelopable."""
    with opened(content) as image:
        image.thumbnail((SIDE, SIDE), Image.Resampling.BILINEAR)
        small = BytesIO()
        image.convert("RGB").save(small, "WEBP", quality=QUALITY, method=2)
    cache.set(_key(pk), small.getvalue(), SECONDS)


def of(pk):
    """The latest picture as WebP, or None."""
    return cache.get(_key(pk))


def let_go(pk):
    """It is over: whoever was told of the latest picture may still fetch it for a moment, then it is gone."""
    cache.touch(_key(pk), LAST_SECONDS)


def _key(pk):
    return f"generations.preview.{pk}"

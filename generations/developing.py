"""From the bytes of a backend to the files that pages show. No image is trusted: what counts is what it decodes to."""

import struct
from base64 import b64encode
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from PIL import Image, ImageOps

from accounts.pictures import in_srgb

FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
MOST_BYTES = 32 * 1024 * 1024
MOST_PIXELS = 40_000_000
LARGE, SMALL, TINY = 1024, 512, 32  # pixels, the longest side
QUALITY = {LARGE: 84, SMALL: 80}
METHOD = 2  # of WebP: 3 takes twice the time for files 5 % smaller, and everybody waits for it
LONGEST_PLACEHOLDER = 1024  # characters
PNG_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"sBIT", b"pHYs"}
WEBP_CHUNKS = {b"VP8 ", b"VP8L"}
WRONG = "What came is no image that works here (PNG, JPEG or WebP)."

_one_at_a_time = Lock()  # decoding the largest that is allowed takes 160 MB


class Undevelopable(Exception):
    """These bytes are no image, or too much of one. The text says which."""


@dataclass(frozen=True)
class Developed:
    """`original`: as it came, without anything beside the pixels; two sizes as WebP; a data URI to show until they are there."""

    original: bytes
    suffix: str
    large: bytes
    small: bytes
    placeholder: str
    width: int
    height: int


def developed(content):
    """Decode an image and make what is kept of it. Blocking: some 100 ms for a million pixels. Raises Undevelopable."""
    with _one_at_a_time, opened(content) as image:
        suffix, shown = FORMATS[image.format], _upright(image)
        original = content if is_bare(content, image.format) else _redrawn(image, shown)
        large = _scaled(shown, LARGE)
        small = _scaled(large, SMALL)
        return Developed(original, suffix, _webp(large, LARGE), _webp(small, SMALL), _placeholder(small), *shown.size)


@contextmanager
def opened(content):
    """The image of these bytes, decoded. Raises Undevelopable."""
    if len(content) > MOST_BYTES:
        raise Undevelopable(f"The image that came is larger than {MOST_BYTES // 2**20} MB.")
    try:
        with Image.open(BytesIO(content), formats=tuple(FORMATS)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Image.DecompressionBombError
            image.load()
            yield image
    except Image.DecompressionBombError:
        raise Undevelopable(f"The image that came has more than {MOST_PIXELS // 10**6} million pixels.") from None
    except Undevelopable:
        raise
    except Exception as error:  # Decoders raise whatever they trip over, from struct.error to MemoryError.
        raise Undevelopable(WRONG) from error


def is_bare(content, kind):
    """Whether a file holds its pixels and nothing else, so that it can be kept as it is."""
    chunks = {"PNG": _png_chunks, "WEBP": _webp_chunks}.get(kind)
    try:
        return chunks is not None and set(chunks(content)) <= (PNG_CHUNKS if kind == "PNG" else WEBP_CHUNKS)
    except struct.error:
        return False


def _png_chunks(content):
    """The names of a PNG's chunks, and b"" for anything behind its end."""
    at, name = 8, b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, at)
        at += length + 12
        yield name
    if at != len(content):
        yield b""


def _webp_chunks(content):
    at = 12
    while at < len(content):
        name, length = struct.unpack_from("<4sI", content, at)
        at += 8 + length + length % 2
        yield name


def _upright(image):
    """As it is meant to be seen, in sRGB, with nothing behind its transparent parts."""
    with suppress(Exception):  # Broken metadata is no reason to refuse a picture that is whole.
        image = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        fresh = Image.new("RGB", image.size, "white")
        whole = image.convert("RGBA")
        fresh.paste(in_srgb(whole, profile), mask=whole.getchannel("A"))
        return fresh
    return in_srgb(image, profile)


def _redrawn(image, shown):
    """The same pixels in the same format, and nothing else."""
    fresh, content = Image.new("RGB", shown.size), BytesIO()
    fresh.paste(shown)
    options = {"JPEG": {"quality": 95}, "WEBP": {"lossless": True, "method": 2}}.get(image.format, {"compress_level": 4})
    fresh.save(content, image.format, **options)
    return content.getvalue()


def _scaled(image, side):
    return ImageOps.contain(image, (side, side), Image.Resampling.LANCZOS) if max(image.size) > side else image


def _webp(image, side):
    content = BytesIO()
    image.save(content, "WEBP", quality=QUALITY[side], method=METHOD, exif=b"", icc_profile=b"", xmp=b"")
    return content.getvalue()


def _placeholder(image):
    """A data URI of some hundred bytes."""
    for side, quality in [(TINY, 40), (TINY, 20), (TINY // 2, 20), (TINY // 4, 10)]:
        content = BytesIO()
        _scaled(image, side).save(content, "WEBP", quality=quality, method=4, exif=b"", icc_profile=b"", xmp=b"")
        text = f"data:image/webp;base64,{b64encode(content.getvalue()).decode()}"
        if len(text) <= LONGEST_PLACEHOLDER:
            return text
    return ""

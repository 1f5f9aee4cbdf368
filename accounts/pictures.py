"""A person's picture: what somebody uploads is decoded and drawn anew, so that nothing else of the file is left."""

import re
import warnings
from contextlib import suppress
from io import BytesIO
from secrets import token_hex
from threading import Lock

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
JPEG = ("JPEG", "MPO")  # as Pillow names them; the second holds further pictures, of another depth
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_PIXELS_WHOLE = 20_000_000  # where a format cannot be decoded at a fraction of its size: all but JPEG
MOST_SCANS = 40  # a progressive JPEG goes over its pixels some ten times; each time may cost 65 bytes and 80 ms
SIDE = 256  # pixels: pages show at most 72, on screens with up to three dots for each
QUALITY = 85

TOO_LARGE = "This file is larger than 10 MB. Choose a smaller one."
TOO_MUCH = "This picture takes too much to decode. At most 40 million pixels work as JPEG, 20 million otherwise."
NOT_A_PICTURE = "This is no picture that works here. Choose a JPEG, PNG, WebP or GIF."
FROM_A_PHONE = "Pictures in HEIC or AVIF do not work here. Save it as JPEG and try again."
DAMAGED = "This picture is damaged or incomplete. Choose another one."

# Pillow refuses twice this number, from the header, before it takes memory for the pixels; from here on it only warns.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)

MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])")  # of a JPEG's segment that has a length
SCAN, END = b"\xda", b"\xd9"

_srgb = ImageCms.createProfile("sRGB")
_one_at_a_time = Lock()  # decoding the largest that is allowed takes 400 MB


class Unusable(Exception):
    """A file that cannot be a picture; its text says why, to the person who chose it."""


def redrawn(file):
    """The middle square of an uploaded picture as a small WebP file under a random name.

    What counts is what the bytes decode to, not a name or a declared type. An animation gives its first frame. Raises Unusable.
    """
    if file.size > MOST_BYTES:
        raise Unusable(TOO_LARGE)
    with _one_at_a_time:
        square = _decoded(file)
    content = BytesIO()
    square.save(content, "WEBP", quality=QUALITY, method=6)
    return ContentFile(content.getvalue(), name=f"{token_hex(16)}.webp")


def _decoded(file):
    try:
        with Image.open(file, formats=FORMATS) as image:
            return _square(image)
    except Image.DecompressionBombError:
        raise Unusable(TOO_MUCH) from None
    except UnidentifiedImageError:
        raise Unusable(FROM_A_PHONE if _is_from_a_phone(file) else NOT_A_PICTURE) from None
    except Exception as error:  # Decoders raise whatever they trip over, from struct.error to MemoryError.
        raise Unusable(DAMAGED) from error


def _square(image):
    """Scaled first, turned and coloured after that: the middle stays the middle, and little is left to work on."""
    if image.format not in JPEG and image.width * image.height > MOST_PIXELS_WHOLE:
        raise Image.DecompressionBombError
    if image.format in JPEG and scans(image.fp) > MOST_SCANS:
        raise Image.DecompressionBombError
    image.draft(None, (2 * SIDE, 2 * SIDE))  # A JPEG is decoded at a fraction of its size.
    small = _scaled(_scalable(image))
    with suppress(Exception):  # Broken metadata is no reason to refuse a picture that is whole.
        small = ImageOps.exif_transpose(small)
    fresh = Image.new("RGB", small.size, "white")
    fresh.paste(in_srgb(small, image.info.get("icc_profile")), mask=small.getchannel("A") if small.mode == "RGBA" else None)
    return fresh


def _scalable(image):
    """In a mode that can be scaled: an index into colours cannot, and sixteen bits come down to eight."""
    if image.mode.startswith("I"):
        return image.point(lambda level: level / 256).convert("L")
    if image.mode in ("P", "PA", "LA") or image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("RGB", "RGBA", "L", "CMYK") else image.convert("RGB")


def _scaled(image):
    side = min(image.size)
    left, top = ((length - side) / 2 for length in image.size)
    return image.resize((SIDE, SIDE), Image.Resampling.LANCZOS, (left, top, left + side, top + side), reducing_gap=3)


def in_srgb(image, profile):
    """With the colours that the picture's own profile means; a profile that cannot be read means nothing."""
    if profile:
        with suppress(Exception):
            meant = ImageCms.ImageCmsProfile(BytesIO(profile))
            opaque = image.convert("RGB") if image.mode == "RGBA" else image
            return ImageCms.profileToProfile(opaque, meant, _srgb, outputMode="RGB")
    return image.convert("RGB")


def scans(file):
    """How many times decoding this JPEG goes over all its pixels. Nothing but the sender's patience limits that."""
    before = file.tell()
    file.seek(0)
    content, at, found = file.read(), 2, 0
    file.seek(before)
    while (marker := MARKER.search(content, at)) and marker[1] != END:
        found += marker[1] == SCAN
        at = marker.end() + max(2, int.from_bytes(content[marker.end() : marker.end() + 2]))
    return found


def _is_from_a_phone(file):
    file.seek(0)
    return file.read(12)[4:8] == b"ftyp"

"""Pictures for the test servers to send."""

from base64 import b64encode
from io import BytesIO

from PIL import Image

MIB = 1024 * 1024


def png(colour, side=16):
    out = BytesIO()
    Image.new("RGB", (side, side), colour).save(out, "PNG")
    return out.getvalue()


IMAGE, PREVIEW, FOREIGN = png("teal"), png("grey", 8), png("red")
GIANT = 33 * MIB  # bytes: more than any image may have
BIG_PREVIEW = 3 * MIB


def text(image):
    return b64encode(image).decode()


def giant_text(size=GIANT):
    return "A" * (size * 4 // 3)

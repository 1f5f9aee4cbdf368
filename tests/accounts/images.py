"""Files as people and attackers upload them, made of bytes and by Pillow."""

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms

RED, GREEN, BLUE, WHITE = (220, 20, 20), (20, 180, 20), (20, 20, 220), (255, 255, 255)


def saved(image, kind="PNG", **options):
    content = BytesIO()
    image.save(content, kind, **options)
    return content.getvalue()


def plain(kind="PNG", size=(300, 200), colour=RED, mode="RGB", **options):
    return saved(Image.new(mode, size, colour), kind, **options)


def halves(first=RED, second=BLUE, size=(400, 400)):
    """The upper half in one colour, the lower in another."""
    image = Image.new("RGB", size, first)
    image.paste(second, (0, size[1] // 2, *size))
    return image


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_bomb(width, height):
    """A small PNG that promises this many pixels, all of them there: rows of zeros, packed a thousand to one."""
    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    data = b"".join([*(packer.compress(row) for _ in range(height)), packer.flush()])
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def png_with_text_bomb():
    """A PNG whose comment unpacks to 200 MB."""
    comment = zlib.compress(bytes(200_000_000), 9)
    whole = plain(size=(8, 8))
    return whole[:33] + chunk(b"zTXt", b"Comment\0\0" + comment) + whole[33:]


def jpeg_of_scans(count, size=(64, 64)):
    """A progressive JPEG that goes over its pixels some times more, for a few bytes each."""
    whole = plain("JPEG", mode="L", colour=0, size=size, progressive=True)
    return whole[:-2] + whole[whole.rindex(b"\xff\xda") : -2] * count + whole[-2:]


def gif_screen(width, height):
    """A GIF of a few bytes with a screen of this size."""
    whole = plain("GIF", size=(1, 1), mode="P", colour=0)
    return whole[:6] + struct.pack("<HH", width, height) + whole[10:]


def webp_canvas(width, height):
    """A WebP of a few bytes that promises a canvas of this size."""
    inner = plain("WEBP", size=(8, 8))[12:]
    sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + b"\x02\0\0\0" + sizes + inner
    return b"RIFF" + struct.pack("<I", len(body)) + body


def animated(kind):
    """Red first, then blue."""
    frames = [Image.new("RGB", (100, 100), colour) for colour in (RED, BLUE)]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def photo_with_position():
    """A JPEG from a phone held upright: turned by its EXIF, with where it was taken, a comment, XMP and a profile."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90° clockwise to see it upright
    exif[0x010E] = "SECRET-CAPTION"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>"
    return saved(halves(), "JPEG", exif=exif, comment=b"SECRET-COMMENT", xmp=xmp, icc_profile=profile, quality=95)


def swapped_profile():
    """A profile in which what is written as red means green."""
    content = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, green = content.find(b"rXYZ"), content.find(b"gXYZ")
    content[red : red + 4], content[green : green + 4] = b"gXYZ", b"rXYZ"
    return bytes(content)

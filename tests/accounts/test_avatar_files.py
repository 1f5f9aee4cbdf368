"""What becomes of a file that somebody uploads as a picture: drawn anew or refused with a word, whatever it is."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from accounts import pictures
from tests.accounts import images
from tests.accounts.images import BLUE, GREEN, RED, WHITE

pytestmark = [pytest.mark.once, pytest.mark.filterwarnings("ignore:Image size:Warning", "ignore:Corrupt EXIF:UserWarning")]


def redrawn(content):
    return pictures.redrawn(ContentFile(content, name="whatever.txt"))


def shown(content):
    """The picture that came of it."""
    return Image.open(BytesIO(redrawn(content).read()))


def refusal(content):
    with pytest.raises(pictures.Unusable) as refused:
        redrawn(content)
    return str(refused.value)


def near(pixel, colour, most=24):
    return all(abs(is_ - meant) <= most for is_, meant in zip(pixel[:3], colour, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_kind_becomes_a_small_webp(kind):
    picture = shown(images.plain(kind))
    assert (picture.format, picture.size, picture.mode) == ("WEBP", (256, 256), "RGB")
    assert near(picture.getpixel((128, 128)), RED)


def test_its_name_is_random_and_nothing_of_the_upload():
    names = {redrawn(images.plain()).name for _ in range(3)}
    assert len(names) == 3
    assert all(len(name) == 37 and name.endswith(".webp") for name in names)


def test_the_middle_square_shows():
    image = Image.new("RGB", (600, 200), BLUE)
    image.paste(RED, (200, 0, 400, 200))
    picture = shown(images.saved(image))
    assert near(picture.getpixel((8, 128)), RED)
    assert near(picture.getpixel((247, 128)), RED)


@pytest.mark.parametrize(
    ("content", "colour"),
    [
        (images.plain("JPEG", mode="CMYK", colour=(0, 255, 255, 0)), (255, 0, 0)),
        (images.plain("PNG", mode="1", colour=1), WHITE),
        (images.plain("PNG", mode="L", colour=128), (128, 128, 128)),
        (images.plain("PNG", mode="I;16", colour=0x8080), (128, 128, 128)),
        (images.plain("PNG", mode="LA", colour=(0, 0)), WHITE),
        (images.plain("PNG", mode="RGBA", colour=(*RED, 255)), RED),
        (images.plain("PNG", mode="RGBA", colour=(0, 0, 0, 0)), WHITE),
        (images.plain("PNG", mode="P", colour=0, transparency=0), WHITE),
        (images.plain("PNG", mode="RGB", colour=RED, transparency=RED), WHITE),
        (images.plain("PNG", mode="RGB", colour=GREEN, size=(1, 900)), GREEN),
        (images.plain("GIF", mode="P", colour=0, transparency=0), WHITE),
        (images.plain("WEBP", mode="RGBA", colour=(0, 0, 0, 0), lossless=True), WHITE),
    ],
    ids="cmyk bits grey grey16 alpha-grey opaque clear palette-clear colour-key line gif-clear webp-clear".split(),
)
def test_every_mode_shows_its_colours(content, colour):
    assert near(shown(content).getpixel((128, 128)), colour)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_an_animation_stands_still_at_its_first_frame(kind):
    picture = shown(images.animated(kind))
    assert getattr(picture, "n_frames", 1) == 1
    assert near(picture.getpixel((128, 128)), RED)


def test_a_photo_is_turned_upright():
    picture = shown(images.photo_with_position())  # what was above is right after a turn by 90°
    assert near(picture.getpixel((230, 128)), RED)
    assert near(picture.getpixel((25, 128)), BLUE)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_every_kind_is_turned_upright(kind):
    exif = Image.Exif()
    exif[0x0112] = 3  # upside down
    picture = shown(images.saved(images.halves(), kind, exif=exif))
    assert near(picture.getpixel((128, 25)), BLUE)


def test_nothing_of_the_file_but_its_pixels_is_left():
    content = redrawn(images.photo_with_position()).read()
    assert b"SECRET" in images.photo_with_position()
    assert b"SECRET" not in content
    assert [content[12:16], len(content)] == [b"VP8 ", int.from_bytes(content[4:8], "little") + 8]
    assert not set(Image.open(BytesIO(content)).info) & {"exif", "icc_profile", "xmp", "comment"}


def test_broken_metadata_is_no_reason_to_refuse():
    assert shown(images.plain("JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff")).size == (256, 256)
    assert shown(images.plain("PNG", icc_profile=b"no profile")).size == (256, 256)


def test_colours_are_those_that_the_profile_means():
    picture = shown(images.plain("PNG", colour=(255, 0, 0), icc_profile=images.swapped_profile()))
    red, green, _ = picture.getpixel((128, 128))
    assert green > red


def test_a_file_that_is_also_something_else_keeps_only_its_pixels():
    code = b"<script>alert(1)</script><?php system('id') ?>"
    for content in (images.plain("GIF", comment=code) + code, images.plain("JPEG", comment=code) + b"PK\x03\x04" + code):
        assert code in content
        assert b"script" not in redrawn(content).read()


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<!doctype html><script>alert(1)</script>" + images.plain(),
        b"%PDF-1.7\n" + images.plain(),
        b"GIF89a=1;alert(1)",
        b"MZ" + bytes(1000),
        images.plain("BMP"),
        images.plain("TIFF"),
        images.plain("ICO", size=(32, 32)),
        images.plain("PPM"),
        bytes(10),
        b"",
    ],
    ids="svg html-png pdf-png gif-script exe bmp tiff ico ppm zeros nothing".split(),
)
def test_what_is_no_picture_is_refused(content):
    assert refusal(content) in (pictures.NOT_A_PICTURE, pictures.DAMAGED)


def test_a_photo_format_that_does_not_work_is_named():
    assert refusal(images.plain("AVIF")) == pictures.FROM_A_PHONE
    assert refusal(b"\0\0\0\x18ftypheic" + bytes(100)) == pictures.FROM_A_PHONE


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_half_a_file_is_refused(kind):
    whole = images.saved(Image.effect_noise((300, 300), 90).convert("RGB"), kind)
    assert refusal(whole[: len(whole) // 2]) in (pictures.DAMAGED, pictures.NOT_A_PICTURE)


@pytest.mark.parametrize(
    "content",
    [
        images.png_bomb(50_000, 50_000),
        images.png_bomb(30_000, 2_000),
        images.png_bomb(5_000, 4_001),
        images.gif_screen(65_535, 65_535),
        images.webp_canvas(16_000, 11_000),
        images.webp_canvas(16_384, 16_384),
        images.plain("JPEG", size=(8_000, 5_001), mode="L", colour=0),
    ],
    ids="png-2500M png-60M png-20M gif webp-176M webp-268M jpeg-40M".split(),
)
def test_too_many_pixels_in_a_small_file_are_refused_before_they_are_decoded(content):
    assert len(content) < 1_000_000
    assert refusal(content) == pictures.TOO_MUCH


def test_what_is_allowed_at_most_works():
    assert shown(images.png_bomb(5_000, 4_000)).size == (256, 256)
    assert shown(images.plain("JPEG", size=(8_000, 5_000), mode="L", colour=0)).size == (256, 256)


def test_a_comment_that_unpacks_to_more_than_all_pictures_is_refused():
    content = images.png_with_text_bomb()
    assert len(content) < 300_000
    assert refusal(content) == pictures.DAMAGED


def test_a_picture_that_is_gone_over_again_and_again_is_refused_before_it_is_decoded():
    content = images.jpeg_of_scans(10_000, size=(8_000, 5_000))
    assert len(content) < 1_000_000, "It would take a quarter of an hour"
    assert refusal(content) == pictures.TOO_MUCH
    assert shown(images.jpeg_of_scans(20)).size == (256, 256)


def test_what_only_looks_like_going_over_it_again_is_none():
    assert shown(images.plain("JPEG", comment=b"\xff\xda" * 1000) + b"\xff\xda" * 1000).size == (256, 256)
    others = [Image.new("RGB", (300, 300), BLUE)] * 50
    assert near(shown(images.plain("MPO", save_all=True, append_images=others)).getpixel((128, 128)), RED)


def test_more_than_ten_megabytes_are_refused_unread():
    class Untouchable(ContentFile):
        def read(self, *args):
            raise AssertionError("It was read")

    file = Untouchable(b"")
    file.size = pictures.MOST_BYTES + 1
    with pytest.raises(pictures.Unusable, match="larger than 10 MB"):
        pictures.redrawn(file)

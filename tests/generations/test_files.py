"""What becomes of the bytes that a backend gave."""

import os
import time
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage, storages
from django.urls import reverse
from PIL import Image
from PIL.ExifTags import Base

from config import files
from generations import developing, orphans
from generations.developing import Undevelopable, developed, is_bare
from generations.models import Generation
from generations.models.files import FIELDS, SHARED
from tests.generations.painter import picture


def opened(content):
    return Image.open(BytesIO(content))


def test_an_image_without_metadata_is_kept_as_it_came():
    content = picture((300, 200))
    assert developed(content).original == content


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_nothing_but_pixels_is_kept(kind):
    exif = Image.Exif()
    exif[Base.ImageDescription] = "the secret prompt"
    content = BytesIO()
    Image.new("RGB", (64, 48), "navy").save(content, kind, exif=exif.tobytes())
    made = developed(content.getvalue() + b"the secret prompt")
    assert b"secret" in content.getvalue()
    for kept in (made.original, made.large, made.small):
        assert b"secret" not in kept
        assert opened(kept).size == (64, 48)
    assert opened(made.original).format == kind


def test_words_in_a_png_are_metadata():
    content = picture(words="steps: 20, seed: 7")
    assert not is_bare(content, "PNG")
    assert b"seed" not in developed(content).original


def test_pixels_are_the_same_without_metadata():
    noise = Image.effect_noise((64, 64), 80).convert("RGB")
    content = BytesIO()
    noise.save(content, "PNG", exif=b"Exif\0\0secret")
    kept = opened(developed(content.getvalue()).original)
    assert kept.tobytes() == noise.tobytes()


def test_pages_get_two_sizes_and_a_tiny_one():
    made = developed(picture((2000, 1000)))
    assert (opened(made.large).size, opened(made.small).size) == ((1024, 512), (512, 256))
    assert made.placeholder.startswith("data:image/webp;base64,")
    assert (made.width, made.height) == (2000, 1000)


def test_a_placeholder_never_has_more_than_a_thousand_characters():
    content = BytesIO()
    Image.effect_noise((900, 900), 120).convert("RGB").save(content, "PNG")
    assert 0 < len(developed(content.getvalue()).placeholder) <= 1024


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"GIF89a" + bytes(50), b"<svg/>", picture()[:-60], bytes(1000)])
def test_what_does_not_decode_is_refused_in_words(content):
    with pytest.raises(Undevelopable, match="no image that works here"):
        developed(content)


def test_too_many_pixels_are_refused_before_they_are_decoded():
    content = BytesIO()
    Image.new("1", (9000, 9000)).save(content, "PNG")
    with pytest.raises(Undevelopable, match="40 million pixels"):
        developed(content.getvalue())


def test_too_many_bytes_are_refused(monkeypatch):
    monkeypatch.setattr(developing, "MOST_BYTES", 100)
    with pytest.raises(Undevelopable, match="larger than"):
        developed(picture())


def test_a_turned_photo_stands_upright():
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    content = BytesIO()
    Image.new("RGB", (40, 20)).save(content, "JPEG", exif=exif)
    assert (developed(content.getvalue()).width, developed(content.getvalue()).height) == (20, 40)


# In the storage


def stored(settings):
    return sorted(path.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())


def test_names_tell_nothing(ada, transactional_db, make, settings):
    row = make(ada)
    assert len(stored(settings)) == 3
    assert not [name for name in stored(settings) if str(row.pk) in name or "sea" in name]


def test_files_go_with_their_row_after_the_commit(ada, transactional_db, make, settings):
    make(ada).remove()
    assert stored(settings) == []


def test_files_go_with_their_person(ada, grace, transactional_db, make, settings):
    make(grace)
    grace.delete()
    assert stored(settings) == []


def test_files_of_a_lease_that_was_lost_go_again(ada, transactional_db, ask, settings):
    (row,) = ask(ada)
    row.begin("w")
    row.keep_files(developed(picture()))
    Generation.objects.filter(pk=row.pk).update(fence=9)
    with pytest.raises(Exception, match=str(row.pk)):
        row.finish("done")
    assert stored(settings) == []


def test_a_file_is_kept_by_the_browser_and_by_no_proxy(client_of, eve, ada, transactional_db, make):
    row = make(ada, prompt="A quiet sea, at dawn")
    answer = client_of(eve).get(row.small_url)
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["Content-Type"] == "image/webp"
    download = client_of(eve).get(f"{row.original_url}?download")
    assert download["Content-Disposition"] == 'attachment; filename="a-quiet-sea-at-dawn.png"'
    assert client_of(eve).get(reverse("generations:file", args=[row.pk, "other.webp"])).status_code == 404


def test_a_file_that_was_lost_is_not_there(client_of, ada, transactional_db, make):
    row = make(ada)
    default_storage.delete(row.small.name)
    assert client_of(ada).get(row.small_url).status_code == 404


def age(settings, seconds):
    for path in settings.MEDIA_ROOT.rglob("*.*"):
        os.utime(path, (time.time() - seconds,) * 2)


def test_files_that_a_killed_worker_left_behind_are_swept_after_an_hour(ada, transactional_db, make, ask, settings):
    shown = make(ada)
    left, running = ask(ada, count=2)
    left.keep_files(developed(picture()))
    default_storage.save(f"{SHARED}0-small.webp", ContentFile(b"of the demo"))
    age(settings, 3_700)
    running.keep_files(developed(picture()))
    assert orphans.sweep() == 3
    assert not any(default_storage.exists(getattr(left, field).name) for field in FIELDS)
    for row in (shown, running):
        assert all(default_storage.exists(getattr(row, field).name) for field in FIELDS)
    assert default_storage.exists(f"{SHARED}0-small.webp")
    assert orphans.sweep() == 0


def test_images_are_kept_in_it_and_served_by_the_site_and_go_from_it(settings, client_of, ada, transactional_db, make):
    settings.STORAGES = settings.STORAGES | {"default": files.storage("django.core.files.storage.InMemoryStorage?location=/a")}
    row = make(ada)
    assert isinstance(storages["default"], InMemoryStorage)
    assert client_of(ada).get(row.small_url).status_code == 200
    assert client_of(ada).get(reverse("generations:file", args=[row.pk, "other.webp"])).status_code == 404
    row.remove()
    assert default_storage.listdir("generations") == ([], [])

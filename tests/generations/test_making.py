"""An image from the click to the file."""

from uuid import uuid4

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.files.storage import default_storage
from django.db import OperationalError

from generations.models import Generation
from generations.models.asking import TooMany
from tests.generations.painter import REFUSED, picture
from tests.jobs.conftest import until
from usage.models import UsageLog


def test_a_wish_becomes_an_image(ada, painting, ask, ended):
    (row,) = ask(ada, seed=7)
    row = ended(row)
    assert (row.state, row.error, row.progress, row.scene) == ("done", "", 100, ["test", "one colour"])
    assert (row.real_width, row.real_height) == (256, 192)
    assert row.placeholder.startswith("data:image/webp;base64,")
    assert all(default_storage.exists(file.name) for file in (row.original, row.large, row.small))
    assert (painting.wishes[0].prompt, painting.wishes[0].seed) == ("a quiet sea at dawn", 7)


def test_several_at_once_have_neighbouring_seeds(ada, transactional_db, ask):
    rows = ask(ada, count=4, seed=2**32 - 2)
    assert [row.seed for row in rows] == [2**32 - 2, 2**32 - 1, 0, 1]
    assert len({row.batch for row in rows}) == 1
    assert [row.number for row in Generation.objects.in_order()] == [0, 1, 2, 3]


def test_the_same_click_makes_them_once(ada, grace, transactional_db, ask):
    key = uuid4()
    assert ask(ada, key, count=2) == ask(ada, key, count=2)
    assert ask(grace, key) != ask(ada, key)
    assert Generation.objects.count() == 3


def test_the_twenty_first_that_waits_is_refused_in_words(ada, grace, transactional_db, ask):
    for _ in range(5):
        ask(ada, count=4)
    with pytest.raises(TooMany, match="You have 20 images waiting"):
        ask(ada)
    assert ask(grace)


def test_a_refusal_is_said_in_the_providers_words(ada, painting, ask, ended):
    painting.trouble = REFUSED
    row = ended(ask(ada)[0])
    assert (row.state, row.code, row.error) == ("failed", "unsafe", "The provider does not draw this. Say it in other words.")
    assert row.reach == "own"


@pytest.mark.parametrize("content", [b"", b"<html>no image</html>", picture()[:60]])
def test_what_is_no_image_is_said_to_be_none(ada, painting, ask, ended, content):
    painting.result = content
    row = ended(ask(ada)[0])
    assert (row.state, row.code) == ("failed", "malformed")
    assert "no image that works here" in row.error


def test_cancelling_stops_the_backend(ada, painting, ask, ended):
    painting.hold()
    (row,) = ask(ada)
    until(lambda: painting.wishes)
    row.cancel()
    assert ended(row).state == "cancelled"
    assert painting.stopped.wait(5)


def test_one_that_waits_is_cancelled_at_once(ada, transactional_db, ask):
    (row,) = ask(ada)
    assert row.cancel().state == "cancelled"


def test_what_is_deleted_while_it_is_made_ends_and_leaves_nothing(ada, painting, ask, settings):
    painting.hold()
    (row,) = ask(ada)
    until(lambda: painting.wishes)
    row.remove()
    assert not Generation.objects.visible_to(ada).exists()
    until(lambda: not Generation.objects.exists())
    assert painting.stopped.wait(5)
    assert not [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]
    assert UsageLog.objects.get().outcome == "cancelled"


def test_trying_again_takes_the_place_of_what_failed(ada, painting, ask, ended):
    painting.trouble = REFUSED
    row = ended(ask(ada, prompt="fjord", visibility="private")[0])
    painting.trouble = None
    again = ended(row.retry(uuid4()))
    assert (again.state, again.prompt, again.seed, again.visibility) == ("done", "fjord", row.seed, "private")
    assert again.rank == row.rank
    assert not Generation.objects.filter(pk=row.pk).exists()


def test_a_variation_has_the_seed_and_another_roll_has_not(ada, grace, transactional_db, make):
    row = make(ada, seed=5)
    varied, rolled = row.vary(grace, uuid4(), "private"), row.reroll(grace, uuid4(), "public")
    assert (varied.seed, varied.parent, varied.owner, varied.visibility) == (5, row, grace, "private")
    assert varied.variation > 0
    assert (rolled.seed != 5, rolled.variation, rolled.prompt) == (True, 0, row.prompt)


def test_a_call_is_logged_whatever_way_it_ends(ada, painting, ask, ended):
    ended(ask(ada)[0])
    painting.trouble = REFUSED
    ended(ask(ada)[0])
    logs = UsageLog.objects.order_by("pk")
    assert [(log.kind, log.provider, log.outcome, log.images) for log in logs] == [
        ("image", "lockstep", "done", 1),
        ("image", "lockstep", "failed", 0),
    ]


# Niceties


class Away(LocMemCache):
    """A cache whose server is away."""

    def set(self, *args, **kwargs):
        raise ConnectionError("Nobody is there")

    touch = get = set


def test_an_image_is_kept_though_the_cache_of_previews_is_away(ada, painting, ask, ended, settings):
    settings.CACHES = {"default": {"BACKEND": f"{__name__}.Away"}}
    painting.steps, painting.pace = 3, 0.1
    row = ended(ask(ada)[0])
    assert (row.state, row.error, UsageLog.objects.get().outcome) == ("done", "", "done")
    assert default_storage.exists(row.original.name)


def test_an_image_is_kept_though_how_far_it_is_could_not_be(ada, painting, ask, ended, monkeypatch):
    failed = []

    def checkpoint(row, **fields):
        failed.append(fields)
        raise OperationalError("The database is away")

    monkeypatch.setattr(Generation, "checkpoint", checkpoint)
    painting.hold()
    (row,) = ask(ada)
    until(lambda: failed)
    painting.go()
    assert ended(row).state == "done"


def test_one_whose_lease_is_lost_stops_the_backend(ada, painting, ask):
    painting.steps, painting.pace = 200, 0.1
    (row,) = ask(ada)
    until(lambda: painting.wishes)
    Generation.objects.filter(pk=row.pk).update(fence=9)
    assert painting.stopped.wait(10)

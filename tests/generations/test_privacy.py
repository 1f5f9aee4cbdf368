"""What is private is its owner's alone: Eve meets page, region, topic, frame, count, file, search and neighbours."""

from uuid import uuid4

import pytest
from django.urls import reverse

from generations import cards, regions
from generations.gallery import View, neighbours
from generations.models import Generation, Like, Report
from realtime import topics, versions
from tests.jobs.conftest import until
from tests.realtime.tabs import blocking, run, tab_of

SECRET = "what nobody else may see"
PRIVATE = {"prompt": SECRET, "visibility": "private"}


@pytest.fixture
def private(ada, transactional_db, make):
    """An image that Ada keeps for herself."""
    return make(ada, **PRIVATE)


@pytest.fixture(params=["eve", "grace"])
def other(request):
    """Somebody else; no operator sees more, see the next."""
    return request.getfixturevalue(request.param)


def pages(row):
    yield from [reverse(f"generations:{name}") for name in ("index", "list", "state", "latest")]
    yield f"{reverse('generations:list')}?q=nobody"
    yield f"{reverse('generations:list')}?who=liked"
    yield f"{reverse('generations:cards')}?after={'0' * 17} {uuid4()}"
    yield reverse("home")


def test_no_page_shows_it_to_others(client_of, ada, other, private):
    Like.objects.create(user=other, generation=private)  # from when it was public
    for page in pages(private):
        theirs = client_of(other).get(page)
        assert theirs.status_code == 200
        assert SECRET not in theirs.content.decode(), page
        assert str(private.pk) not in theirs.content.decode(), page
    assert SECRET in client_of(ada).get(reverse("generations:list")).content.decode()


def test_staff_sees_it_no_more_than_others(client_of, ada, grace, transactional_db, make):
    row = make(grace, **PRIVATE)
    for page in pages(row):
        assert SECRET not in client_of(ada).get(page).content.decode(), page
    assert not Generation.objects.visible_to(ada).filter(pk=row.pk).exists()


def test_none_of_its_addresses_answers_others(client_of, ada, other, private):
    names = [file.name.rpartition("/")[2] for file in (private.original, private.large, private.small)]
    addresses = [reverse("generations:file", args=[private.pk, name]) for name in names]
    addresses += [reverse(f"generations:{name}", args=[private.pk]) for name in ("image", "shown")]
    for address in addresses:
        assert client_of(ada).get(address).status_code == 200
        assert client_of(other).get(address).status_code == 404
    assert client_of(ada).get(addresses[0])["Cache-Control"].startswith("private")


@pytest.mark.parametrize("deed", ["cancel", "retry", "reroll", "vary", "delete", "like", "visibility", "report", "hide"])
def test_nothing_can_be_done_with_it_by_others(client_of, other, private, deed):
    for fields in ({"key": str(uuid4())}, {"key": str(uuid4()), "visibility": "public", "liked": True, "hidden": True}):
        address = reverse(f"generations:{deed}", args=[private.pk])
        assert client_of(other).post(address, fields, content_type="application/json").status_code == 404
    private.refresh_from_db()
    assert (private.visibility, private.likes_count, private.hidden_at) == ("private", 0, None)
    assert (Generation.objects.count(), Report.objects.count()) == (1, 0)


def test_who_watched_it_hears_nothing_more_once_it_is_private(ada, eve, transactional_db, make):
    row = make(ada, prompt=SECRET)

    async def scenario():
        async with tab_of(eve) as hers, tab_of(ada) as own:
            for tab in (hers, own):
                await tab.hello({row.topic: await blocking(lambda: versions.of([row.topic])[row.topic])})
            await blocking(row.show_to, "private")
            assert (await hers.next("gone"))["topics"] == [row.topic]
            hers.said()
            await blocking(lambda: Generation.objects.get(pk=row.pk).save())
            for _ in range(2):
                assert (await own.next("frame"))["topic"] == row.topic
            assert not [message for message in await hers.until_answered() if message.get("topic") == row.topic]

    run(scenario())


def test_a_preview_is_its_owners_too(client_of, ada, other, painting, ask):
    painting.hold()
    (row,) = ask(ada, **PRIVATE)
    address = reverse("generations:preview", args=[row.pk])
    until(lambda: client_of(ada).get(address).status_code == 200)
    assert client_of(other).get(address).status_code == 404


def test_no_topic_of_it_is_watched_by_others(ada, other, private):
    assert topics.may_watch(ada, private.topic)
    assert not topics.may_watch(other, private.topic)
    assert not topics.may_watch(other, Generation.topic_of(ada.pk))


def test_no_frame_and_no_stream_of_it_goes_to_the_gallery(sent, ada, painting, ask, ended):
    painting.steps, painting.pace = 3, 0.05
    row = ended(ask(ada, **PRIVATE)[0])
    row.vary(ada, uuid4(), "private")
    row.remove()
    said = [str(message) for group, message in sent.messages if group in ("topic.generations", "topic.generations.hidden")]
    assert said == []
    assert any(str(row.pk) in str(message) for group, message in sent.messages if group == f"topic.user.{ada.pk}.generations")


def test_it_leaves_the_gallery_when_it_becomes_private_and_is_drawn_nowhere(sent, ada, transactional_db, make):
    row = make(ada, prompt=SECRET)
    sent.clear()
    row.show_to("private")
    (frame,) = sent.frames("generations")
    assert [patch["op"] for patch in frame["patches"]] == ["remove", "set"]
    assert SECRET not in str(frame)


def test_a_card_that_became_private_before_its_frame_was_drawn_is_not_drawn(sent, ada, transactional_db, make):
    """Rows are read again after the commit; by then somebody may have changed them."""
    row = make(ada, prompt=SECRET)
    sent.clear()
    late = Generation.objects.get(pk=row.pk)
    Generation.objects.filter(pk=row.pk).update(visibility="private", reach="own")
    cards.push(late)
    assert SECRET not in str(sent.frames("generations"))


def test_it_is_not_counted_or_found_or_a_neighbour(ada, other, private, make):
    shown = make(ada)
    assert regions.count_of(regions.state(other)["counts"]) == 1
    assert regions.count_of(regions.state(ada)["counts"]) == 2
    assert View(query="nobody").count(other) == 0
    assert View(query="nobody").count(ada) == 1
    assert neighbours(other, shown, View()) == (None, None)
    assert neighbours(ada, shown, View())[1] == private


def test_what_failed_is_its_owners_too(client_of, ada, other, painting, ask, ended):
    painting.result = b""
    row = ended(ask(ada)[0])
    assert client_of(ada).get(row.get_absolute_url()).status_code == 200
    assert client_of(other).get(row.get_absolute_url()).status_code == 404


def test_hidden_ones_are_seen_by_their_owner_and_staff(client_of, ada, grace, eve, transactional_db, make):
    row = make(grace)
    assert client_of(ada).post(reverse("generations:hide", args=[row.pk])).status_code == 302
    got = [client_of(person).get(row.get_absolute_url()).status_code for person in (ada, grace, eve)]
    assert got == [200, 200, 404]
    assert client_of(ada).post(reverse("generations:hide", args=[row.pk]), {"hidden": "0"}).status_code == 302
    assert client_of(eve).get(row.get_absolute_url()).status_code == 200


def test_staff_cannot_hide_what_it_cannot_see(client_of, ada, grace, transactional_db, make):
    row = make(grace, **PRIVATE)
    assert client_of(ada).post(reverse("generations:hide", args=[row.pk])).status_code == 404

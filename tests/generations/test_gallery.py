"""The gallery page by page, and what an open page becomes by frames."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from generations import cards, regions
from generations.gallery import PAGE, View
from generations.models import Generation, Like, PromptBar
from generations.models.order import key_of, rank_of
from tests.realtime.page import Page, RegionPart


def keys(rows):
    return [row.sort_key for row in rows]


# Page by page


def test_pages_hold_every_image_once_in_order(ada, grace, many):
    many(ada, 40)
    many(ada, 35, visibility="private")
    many(grace, 30)
    many(grace, 30, visibility="private")
    rows, more = View().shown(ada)
    while more:
        page, more = View().older(ada, (rows[-1].rank, rows[-1].pk))
        rows += page
    assert keys(rows) == sorted(keys(Generation.objects.visible_to(ada)))
    assert len(rows) == 105


def test_newer_pages_are_those_next_to_a_place(ada, many):
    rows = sorted(many(ada, 100), key=lambda row: row.sort_key)
    newer, more = View().newer(ada, (rows[70].rank, rows[70].pk))
    assert (keys(newer), more) == (keys(rows[70 - PAGE : 70]), True)
    newer, more = View().newer(ada, (rows[10].rank, rows[10].pk))
    assert (keys(newer), more) == (keys(rows[:10]), False)


def test_a_window_is_fetched_whole(ada, many):
    rows = sorted(many(ada, 100), key=lambda row: row.sort_key)
    view = View.of({"from": rows[20].sort_key, "until": rows[79].sort_key})
    shown, more = view.shown(ada)
    assert (keys(shown), more, view.newest(ada)) == (keys(rows[20:80]), True, rows[0])


def test_a_date_begins_with_its_last_image(ada, many):
    rows = many(ada, 40)
    Generation.objects.filter(pk__in=[row.pk for row in rows[:20]]).update(rank=rank_of(timezone.now() + timedelta(days=3)))
    shown, _ = View.of({"date": (timezone.localdate() + timedelta(days=1)).isoformat()}).shown(ada)
    assert {row.pk for row in shown} == {row.pk for row in rows[20:]}


def test_filters_show_ones_own_and_what_one_likes(ada, grace, many):
    mine, hers = many(ada, 3, visibility="private"), many(grace, 3)
    Like.put(ada, hers[1], True)
    assert set(View("mine").shown(ada)[0]) == set(mine)
    assert View("liked").shown(ada)[0] == [hers[1]]
    assert View("liked").shown(grace)[0] == []


def test_a_search_finds_all_of_its_words(ada, many):
    many(ada, 2, prompt="Northern lights over a fjord")
    many(ada, 2, prompt="A fjord")
    assert View(query="FJORD north").count(ada) == 2


@pytest.mark.parametrize("place", ["nonsense", "1", "x" * 60, "9" * 400, "0 \0"])
def test_a_place_that_is_none_is_refused_in_words(client_of, ada, db, place):
    for address in (reverse("generations:list"), reverse("generations:cards"), reverse("generations:index")):
        assert client_of(ada).get(address, {"after": place}).status_code == 400


def test_a_picture_is_described_by_its_prompt(client_of, ada, transactional_db, make):
    row = make(ada, prompt='a "quiet" sea')
    for address in (reverse("generations:index"), row.get_absolute_url(), reverse("home")):
        pictures = re.findall(r'<img class="image-picture"[^>]*>', client_of(ada).get(address).content.decode())
        assert len(pictures) == 1, address
        assert 'alt="a &quot;quiet&quot; sea"' in pictures[0], address


# What it costs


@pytest.mark.parametrize("name", ["index", "list", "state"])
def test_a_page_costs_the_same_queries_whatever_is_there(client_of, ada, grace, many, name):
    client, counts = client_of(ada), []
    client.get(reverse(f"generations:{name}"))
    for more in (2, 200):
        many(grace, more)
        many(ada, more, visibility="private")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"generations:{name}"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_cards_cost_the_same_queries_whatever_their_number(sent, ada, grace, many):
    counts = []
    for more in (1, 3):
        rows = [*many(ada, more, state="queued"), *many(grace, more, state="queued"), *many(grace, more)]
        with CaptureQueriesContext(connection) as queries, transaction.atomic():
            for row in rows:
                cards.push(row)
        counts.append(len(queries))
        assert sum(patch["op"] == "upsert" for patch in sent.frames("generations")[-1]["patches"]) == 3 * more
    assert counts[0] == counts[1]


@pytest.mark.once
def test_every_lane_is_read_in_the_order_of_its_index(ada, many):
    """A database that sorts all of them to give thirty would say so."""
    many(ada, 300)
    for lane in [*Generation.objects.lanes(ada), *Generation.objects.lanes_of_own(ada)]:
        for asked in (lane, lane.after(5, uuid4())):
            plan = asked.in_order()[:PAGE].explain()
            assert "USING INDEX generations_" in plan
            assert "TEMP B-TREE" not in plan


# Frames


@pytest.fixture
def page_of():
    """`page_of(ada)`: her open gallery, in Python."""

    def open_(user, view=None):
        return Page(gallery=RegionPart(lambda: RegionPart.read(regions.gallery(user, view or View()).html())))

    return open_


def lasting(html):
    """Without what other messages tell: the viewer's own hearts, and places in the queue."""
    return re.sub(r"Waiting[^<]*", "", html.replace('aria-pressed="true"', 'aria-pressed="false"'))


def heard(page, sent):
    for _, message in sent.messages:
        if message["type"] == "frame":
            page.receive(json.loads(message["text"]))
    return page.parts["gallery"].show()


def test_patching_the_old_page_gives_the_fresh_page(sent, ada, grace, transactional_db, make, page_of, ask):
    old = make(ada)
    pages = {user: page_of(user) for user in (ada, grace)}
    sent.clear()
    make(ada, prompt="second")
    ask(grace, count=2)
    ask(ada, visibility="private")
    old.show_to("private")
    make(grace, prompt="third").show_to("private")
    Like.put(grace, Generation.objects.get(prompt="second"), True)
    for user, page in pages.items():
        assert lasting(heard(page, sent)) == lasting(page_of(user).parts["gallery"].show())


def test_a_visibility_change_shows_once_in_whatever_order_the_frames_come(sent, ada, transactional_db, make, page_of):
    row = make(ada)
    for visibility in ("private", "public"):
        page = page_of(ada)
        sent.clear()
        row.show_to(visibility)
        sent.messages.reverse()
        assert heard(page, sent).count(f'data-pk="{row.pk}"') == 1


def test_counts_are_the_databases(sent, ada, grace, transactional_db, make):
    counts = regions.state(ada)["counts"]
    rows = [make(person) for person in (ada, grace, ada)]
    rows[0].show_to("private")
    rows[1].remove()
    for frame in [frame for topic in regions.topics_of(ada) for frame in sent.frames(topic)]:
        for patch in frame["patches"]:
            if patch.get("key") == "count":
                counts |= patch["value"]
    assert regions.count_of(counts) == Generation.objects.visible_to(ada).count() == 2


def test_what_happened_is_said_once_to_others(sent, ada, transactional_db, make):
    row = make(ada)
    row.remove()
    events = [
        patch["value"]["what"]
        for frame in sent.frames("generations")
        for patch in frame["patches"]
        if "event" in patch.get("key", "")
    ]
    assert events == ["made", "deleted"]


# The prompt bar

ASKED = {"prompt": "fjord", "size": "512x512", "model": "lockstep-artwork", "count": 1, "visibility": "public"}


def test_the_prompt_bar_is_remembered(client_of, ada, transactional_db):
    sent = ASKED | {"key": str(uuid4()), "size": "768x1024", "count": 2, "seed": 9, "visibility": "private"}
    answer = client_of(ada).post(reverse("generations:create"), sent, content_type="application/json")
    assert (answer.status_code, len(answer.json()["images"])) == (201, 2)
    assert PromptBar.of(ada).values == {**{k: v for k, v in sent.items() if k != "key"}, "negative_prompt": ""}
    page = client_of(ada).get(reverse("generations:index")).content.decode()
    assert '<option value="768x1024" selected>' in page
    assert '<option value="private" selected>' in page


@pytest.mark.parametrize(
    "wrong",
    [
        {"prompt": " "},
        {"prompt": "x" * 4_001},
        {"prompt": "\ud800"},
        {"size": "9x9"},
        {"model": "nobody:knows"},
        {"count": 5},
        {"seed": -1},
        {"visibility": "all"},
        {"key": "x"},
    ],
)
def test_what_cannot_be_made_is_refused_in_words(client_of, ada, transactional_db, wrong):
    sent = ASKED | {"key": str(uuid4())} | wrong
    answer = client_of(ada).post(reverse("generations:create"), sent, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["error"]["message"]
    assert not Generation.objects.exists()


def test_without_script_what_is_wrong_stands_on_the_page(client_of, ada, transactional_db):
    page = client_of(ada).post(reverse("generations:create"), ASKED | {"key": str(uuid4()), "prompt": ""})
    assert (page.status_code, "Say what to draw first." in page.content.decode()) == (422, True)


def test_without_script_a_form_makes_an_image_and_comes_back(client_of, ada, transactional_db):
    sent = ASKED | {"key": str(uuid4())}
    assert client_of(ada).post(reverse("generations:create"), sent | {"seed": ""}).url == reverse("generations:index")
    assert Generation.objects.get().prompt == "fjord"


def test_keys_sort_as_the_database_does(ada, many):
    rows = list(many(ada, 50))
    Generation.objects.filter(pk__in=[row.pk for row in rows[:20]]).update(rank=rows[0].rank)
    ordered = list(Generation.objects.in_order())
    assert [key_of(row.rank, row.pk) for row in ordered] == sorted(key_of(row.rank, row.pk) for row in ordered)


def test_what_is_below_the_address_of_an_image_is_where_its_views_are(ada, many):
    (row,) = many(ada, 1, original="ab/0f1e.png", small="ab/small.webp", previews=3)
    for name in ("like", "vary", "reroll", "delete", "cancel", "retry"):
        assert f"{row.address}{name}/" == reverse(f"generations:{name}", args=[row.pk])
    assert row.address == row.get_absolute_url() == reverse("generations:image", args=[row.pk])
    assert row.preview_url == f"{reverse('generations:preview', args=[row.pk])}?3"
    assert row.small_url == reverse("generations:file", args=[row.pk, "small.webp"])
    assert row.original_url == reverse("generations:file", args=[row.pk, "0f1e.png"])

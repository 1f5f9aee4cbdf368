"""Where one is, and what one began to type there."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.db import connection
from django.urls import reverse

from chat.models import Conversation, Draft, Place


def test_the_page_of_chat_goes_where_the_person_was(client_of, ada, make, act):
    row = make(ada, "Tea")
    assert client_of(ada).get(reverse("chat:index")).status_code == 200
    act(ada, None, "place", conversation=str(row.pk), tab="a")
    assert client_of(ada).get(reverse("chat:index")).url == row.get_absolute_url()
    act(ada, row, "delete")
    assert client_of(ada).get(reverse("chat:index")).status_code == 200


def test_other_tabs_hear_where_one_went_and_which_tab_it_was(transactional_db, ada, make, act):
    row = make(ada, "Tea")
    frames = act(ada, None, "place", conversation=str(row.pk), tab="a").json()["frames"]
    (patch,) = [patch for frame in frames for patch in frame["patches"] if patch.get("key") == "place"]
    assert patch["value"] == {"conversation": str(row.pk), "by": "a"}
    again = act(ada, None, "place", conversation=str(row.pk), tab="b").json()["frames"]
    assert again == []


def test_nobody_goes_to_what_is_anothers(ada, grace, make, act):
    row = make(ada, "Tea")
    assert act(grace, None, "place", conversation=str(row.pk)).status_code == 404
    assert act(grace, None, "place", conversation="nonsense").status_code == 400
    assert not Place.objects.filter(user=grace).exists()


def test_a_draft_is_a_version_each_time_that_it_changes(ada, make, act):
    row = make(ada, "Tea")
    saves = [("H", 0), ("He", 1), ("He", 1), ("", 2)]
    assert [act(ada, row, "draft", text=text, base=base).json()["version"] for text, base in saves] == [1, 2, 2, 3]
    assert Draft.objects.get().text == ""


def test_no_draft_takes_the_place_of_one_that_its_tab_has_not_seen(ada, make, act):
    row = make(ada, "Tea")
    act(ada, row, "draft", text="A long thought", base=0)
    for base in ({"base": 0}, {}, {"base": "1"}, {"base": True}):
        answer = act(ada, row, "draft", text="Another", **base)
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "overtaken")
    assert act(ada, row, "draft", text="A long thought that goes on", base=0).json()["version"] == 2, "nothing of it is lost"
    assert act(ada, row, "draft", text="Another", base=2).json()["version"] == 3


@pytest.mark.parametrize("begin", [lambda row: Draft.keep(row, "H"), lambda row: Place.go(row.owner, row)])
def test_two_tabs_may_begin_at_the_same_moment(transactional_db, ada, make, begin):
    for number in range(5):
        row = make(ada, str(number))
        Place.objects.all().delete()
        together = threading.Barrier(4)

        def at_once(row=row, together=together):
            with closing(connection):
                together.wait(10)
                return begin(Conversation.objects.select_related("owner").get(pk=row.pk)).pk

        with ThreadPoolExecutor(4) as threads:
            assert len({each.result() for each in [threads.submit(at_once) for _ in range(4)]}) == 1


def test_a_long_draft_is_not_sent_around(transactional_db, client_of, ada, make, act):
    row = make(ada, "Tea")
    frames = act(ada, row, "draft", text="x" * 100_000, tab="a").json()["frames"]
    assert frames[0]["patches"][0]["value"] == {"text": None, "version": 1, "by": "a"}
    assert client_of(ada).get(reverse("chat:draft", args=[row.pk])).json()["text"] == "x" * 100_000
    assert act(ada, row, "draft", text="x" * 200_001).status_code == 400

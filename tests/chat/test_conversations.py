"""The list of conversations and what is done with them."""

from datetime import timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chat import days, lists
from chat.models import Conversation
from jobs import retention
from settings_sync.models import Preference

HOUR = timedelta(hours=1)


def titles(user, **options):
    return [row.title for row in Conversation.objects.visible_to(user).listed(**options)]


def shown(user, **options):
    """What stands in the list, headings marked; those that a page hides left out."""
    entries = lists.conversations(user, **options).context()["entries"]
    pairs = pairwise([*entries, days.Heading("", "", "")])
    is_hidden = [isinstance(one, days.Heading) and isinstance(other, days.Heading) for one, other in pairs]
    return [
        f"# {each.label}" if hasattr(each, "label") else each.title
        for each, hide in zip(entries, is_hidden, strict=True)
        if not hide
    ]


# The order and the days


def test_pinned_ones_come_first_then_the_latest(ada, make):
    for title, age, pinned in [("old", 9, False), ("kept", 400, True), ("new", 0, False), ("also kept", 30, True)]:
        make(ada, title, age, pinned=pinned)
    assert titles(ada) == ["also kept", "kept", "new", "old"]


def test_the_sort_key_sorts_as_the_database_does(ada, make):
    rows = [make(ada, str(number), number % 3, pinned=number % 4 == 0) for number in range(12)]
    Conversation.objects.filter(pk__in=[row.pk for row in rows[:6]]).update(active_at=rows[0].active_at)
    listed = list(Conversation.objects.visible_to(ada).listed())
    assert listed == sorted(listed, key=lambda row: row.sort_key)


def test_they_stand_under_their_days(ada, make):
    make(ada, "pin", 3, pinned=True)
    for title, age in [("now", 0), ("week", 4), ("years", 800)]:
        make(ada, title, age)
    assert shown(ada) == ["# Pinned", "pin", "# Today", "now", "# Previous 7 days", "week", *shown(ada)[-2:]]
    assert shown(ada)[-1] == "years"
    assert shown(ada)[-2].startswith("# ")
    assert shown(ada)[-2].removeprefix("# ")[-4:].isdigit()


def test_a_day_is_a_day_where_the_person_is(ada, make):
    """Half an hour after midnight in Auckland what was said an hour ago was said yesterday."""
    with timezone.override(ZoneInfo("Pacific/Auckland")):
        midnight = days.next_midnight()
        now = midnight + HOUR / 2
        yesterday = next(each for each in days.headings(None, now) if each.label == "Yesterday")
        row = make(ada, "late")
        row.active_at = now - HOUR
        assert yesterday.sort_key < row.sort_key
        row.active_at = now - HOUR / 4
        assert row.sort_key < yesterday.sort_key


def test_no_heading_stands_twice_and_all_are_in_order(ada, make):
    for age in range(0, 2000, 9):
        make(ada, str(age), age)
    keys = [each.sort_key for each in days.headings(timezone.now() - timedelta(days=2000))]
    assert keys == sorted(set(keys))
    names = [each.name for each in days.headings(timezone.now() - timedelta(days=2000))]
    assert len(names) == len(set(names))


# Page by page


def test_the_pages_hold_every_conversation_once(ada, make):
    Conversation.objects.bulk_create(
        Conversation(owner=ada, title=str(n), is_empty=False, model="m", pinned=n < 60, active_at=timezone.now() - n // 7 * HOUR)
        for n in range(180)
    )
    page = lists.conversations(ada).context()
    seen = [each for each in page["entries"] if not hasattr(each, "label")]
    while page["end"]:
        page = lists.older(ada, page["end"])
        seen += [each for each in page["entries"] if not hasattr(each, "label")]
    assert [row.pk for row in seen] == [row.pk for row in Conversation.objects.visible_to(ada).listed()]
    until = lists.conversations(ada, until=seen[119].sort_key).context()
    assert [each.pk for each in until["entries"] if not hasattr(each, "label")] == [row.pk for row in seen[:120]]
    assert until["end"] == seen[119].sort_key


@pytest.mark.parametrize("key", ["nonsense", "1", "1x y", "19999999999999999999 z", "1" + "9" * 400, "\0"])
def test_an_address_that_names_no_place_is_refused_in_words(client_of, ada, db, key):
    for address, name in [("chat:list", "until"), ("chat:list_older", "before")]:
        assert client_of(ada).get(reverse(address), {name: key}).status_code == 400


def test_the_list_costs_the_same_whatever_is_in_it(client_of, ada):
    client, counts = client_of(ada), []
    client.get(reverse("chat:list"))
    for many in (2, 60):
        Conversation.objects.bulk_create(Conversation(owner=ada, title="x", is_empty=False, model="m") for _ in range(many))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("chat:list"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# What is done with one


def test_it_is_renamed_pinned_and_put_aside(ada, make, act):
    row = make(ada, "Tea")
    act(ada, row, "change", name="  Green   tea ")
    act(ada, row, "change", pinned=True)
    assert act(ada, row, "change", archived=True).json()["conversation"]["name"] == "Green tea"
    row.refresh_from_db()
    assert (row.title, row.title_is_chosen, row.pinned, row.archived) == ("Green tea", True, True, True)
    assert (titles(ada), titles(ada, archived=True)) == ([], ["Green tea"])


@pytest.mark.parametrize(
    "fields",
    [
        *({"name": name} for name in ("", " ", "x" * 121, 7)),
        *({"pinned": "perhaps"}, {"archived": None}, {"pinned": []}),
        *(
            {"model": "nobody:knows"},
            {"temperature": 3},
            {"temperature": "warm"},
            {"max_tokens": 0},
            {"system_prompt": "x" * 8001},
        ),
    ],
)
def test_what_it_cannot_be_is_refused_in_words(ada, make, act, fields):
    row = make(ada, "Tea")
    answer = act(ada, row, "change", **fields)
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]
    row.refresh_from_db()
    assert row.title == "Tea"


def test_a_form_sets_its_parameters_too(client_of, ada, make):
    row = make(ada, "Tea")
    fields = {"temperature": "1.5", "max_tokens": "77", "system_prompt": "Be brief.", "model": "lockstep-guide"}
    answer = client_of(ada).post(reverse("chat:change", args=[row.pk]), fields)
    assert answer.url == row.get_absolute_url()
    row.refresh_from_db()
    assert (row.temperature, row.max_tokens, row.system_prompt) == (1.5, 77, "Be brief.")


def test_what_is_deleted_comes_back(client_of, ada, make, act):
    row = make(ada, "Tea")
    act(ada, row, "delete")
    assert titles(ada) == []
    assert client_of(ada).get(row.get_absolute_url()).status_code == 404
    act(ada, row, "restore")
    assert titles(ada) == ["Tea"]


def test_the_list_is_cleared_and_comes_back_as_it_was(ada, grace, make, act):
    make(grace, "Hers")
    make(ada, "aside", archived=True)
    gone = make(ada, "deleted before")
    act(ada, gone, "delete")
    make(ada, "one", pinned=True)
    make(ada, "two")
    answer = act(ada, None, "clear").json()
    assert (titles(ada), titles(ada, archived=True), titles(grace)) == ([], ["aside"], ["Hers"])
    assert act(ada, None, "restore_cleared", at=answer["at"]).json()["count"] == 2
    assert titles(ada) == ["one", "two"]


def test_clearing_ends_what_is_being_written(conversation, say):
    reply = say(conversation, "Hello").branches.get().reply
    Conversation.objects.clear(conversation.owner)
    reply.refresh_from_db()
    assert reply.cancel_asked or reply.state == "cancelled"


def test_what_was_deleted_is_gone_after_a_day(ada, make):
    row = make(ada, "Tea")
    row.remove()
    kept = retention.kinds["deleted conversations"]
    assert kept.days == 1
    assert not kept.due.exists()
    assert kept.older_than(timezone.now() + HOUR).get() == row


def test_nobody_elses_comes_back_or_goes(grace, ada, make, act):
    row = make(ada, "Tea")
    at = Conversation.objects.clear(ada)
    assert act(grace, row, "restore").status_code == 404
    assert act(grace, None, "restore_cleared", at=at.isoformat()).json()["count"] == 0
    assert titles(ada) == []


def test_an_empty_conversation_is_used_again(client_of, ada, db):
    first = client_of(ada).post(reverse("chat:new")).url
    assert client_of(ada).post(reverse("chat:new")).url == first
    assert titles(ada) == []


def test_an_empty_one_begins_as_a_new_one_does_now(ada, db):
    first = Conversation.objects.open_new(ada)
    Preference.objects.create(user=ada, key="temperature", value=0.1)
    Preference.objects.create(user=ada, key="system_prompt", value="Be brief.")
    again = Conversation.objects.open_new(ada)
    assert (again.pk, again.temperature, again.system_prompt) == (first.pk, 0.1, "Be brief.")

"""A committed transaction is one version and one frame a topic; what was not committed is nothing."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from jobs import wake
from realtime import assign, publish, remove, upsert, versions
from realtime.models import Probe, TopicVersion

User = get_user_model()


def version_of(topic):
    return versions.of([topic])[topic]


@pytest.fixture
def person(transactional_db, ada, sent):
    sent.clear()
    return ada


def person_patch(person):
    return upsert("#people-list", "accounts/_person.html", person=person)


def test_a_transaction_is_one_frame_a_topic(person, sent):
    before = versions.of(["one", "two"])
    with transaction.atomic():
        publish("one", assign("a", 1))
        publish("two", assign("b", 2))
        publish("one", assign("c", 3))
        assert sent.frames() == [], "Nothing is sent before COMMIT"
    one, two = sent.frames()
    assert one == {
        "type": "frame",
        "topic": "one",
        "from": before["one"],
        "to": before["one"] + 1,
        "patches": [{"op": "set", "key": "a", "value": 1}, {"op": "set", "key": "c", "value": 3}],
    }
    assert (two["topic"], two["to"]) == ("two", before["two"] + 1)


def test_the_version_is_raised_once_whatever_the_number_of_rows(person, sent):
    before = version_of("people")
    with transaction.atomic():
        for number in range(20):
            User.objects.create(username=f"p{number}", email=f"p{number}@example.com")
    assert version_of("people") == before + 1
    assert len(sent.frames("people")) == 1
    assert len(sent.frames("people")[0]["patches"]) == 20


def test_a_rollback_publishes_nothing(person, sent):
    before = version_of("people")
    with transaction.atomic():
        person.save()
        transaction.set_rollback(True)
    assert (sent.frames(), version_of("people")) == ([], before)


def test_a_rolled_back_savepoint_takes_its_notes_with_it(person, sent):
    with transaction.atomic():
        publish("kept", assign("a", 1))
        with transaction.atomic():
            publish("dropped", assign("a", 1))
            publish("kept", assign("b", 2))
            transaction.set_rollback(True)
    (frame,) = sent.frames()
    assert (frame["topic"], frame["patches"]) == ("kept", [{"op": "set", "key": "a", "value": 1}])
    assert not TopicVersion.objects.filter(topic="dropped").exists()


def test_an_inner_savepoint_that_stays_is_told_with_its_transaction(person, sent):
    with transaction.atomic():
        with transaction.atomic():
            publish("inner")
        assert sent.frames() == []
    assert [frame["topic"] for frame in sent.frames()] == ["inner"]


def test_outside_a_transaction_publish_opens_its_own(person, sent):
    publish("alone", assign("a", 1))
    publish("alone", assign("a", 2))
    assert [(frame["from"], frame["to"]) for frame in sent.frames("alone")] == [(0, 1), (1, 2)]


def test_a_row_saved_in_autocommit_mode_is_told(person, sent):
    Probe.objects.create(note="hello")
    (frame,) = sent.frames("probe")
    assert frame["patches"] == [{"op": "set", "key": "note", "value": "hello"}]


def test_a_patch_shows_the_row_as_it_was_committed(person, sent):
    with transaction.atomic():
        person.display_name = "First"
        person.save()
        User.objects.filter(pk=person.pk).update(display_name="Last")
    (patch,) = sent.frames("people")[0]["patches"]
    assert "Last" in patch["html"]
    assert "First" not in patch["html"]


def test_a_row_that_is_shown_as_it_was_saved_is_not_read_again(person, sent):
    person.display_name = "Held"
    with CaptureQueriesContext(connection) as queries:
        publish("people", upsert("#people-list", "accounts/_person.html", person=person, as_saved=True))
    assert "Held" in sent.frames("people")[0]["patches"][0]["html"]
    assert not [query for query in queries if "SELECT" in query["sql"]]


def test_a_row_deleted_in_the_same_transaction_becomes_a_removal(person, sent):
    with transaction.atomic():
        person.save()
        User.objects.filter(pk=person.pk)._raw_delete("default")
    assert sent.frames("people")[0]["patches"] == [{"op": "remove", "id": f"user-{person.pk}"}]


def test_the_last_patch_of_a_row_counts(person, sent):
    with transaction.atomic():
        publish("people", remove(person))
        publish("people", person_patch(person))
    assert [patch["op"] for patch in sent.frames("people")[0]["patches"]] == ["upsert"]


def test_frames_of_one_writer_leave_in_the_order_of_their_commits(person, sent):
    for number in range(30):
        publish("ordered", assign("n", number))
    assert [frame["to"] for frame in sent.frames("ordered")] == list(range(1, 31))


def test_versions_are_raised_in_one_order_whoever_writes(person, sent):
    """Or two transactions that raise the same topics could wait for each other in a circle."""
    topics = [f"t{number:02}" for number in range(20)]
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        for topic in reversed(topics):
            publish(topic)
    (raising,) = (query["sql"] for query in queries if "realtime_topicversion" in query["sql"])
    assert re.findall(r"t\d\d", raising) == topics


def test_a_hook_after_commit_may_publish_and_is_a_transaction_of_its_own(person, sent):
    with transaction.atomic():
        transaction.on_commit(lambda: publish("after", assign("a", 1)))
        publish("before", assign("a", 1))
    assert [frame["topic"] for frame in sent.frames()] == ["before", "after"]


def test_pages_are_told_before_other_hooks_run_but_for_what_hurries(person, sent):
    told = []
    with transaction.atomic():
        publish("one", assign("a", 1))
        transaction.on_commit(lambda: told.append(("other", len(sent.frames()))))
        transaction.on_commit(wake.Hook(lambda: told.append(("hurries", len(sent.frames())))))
    assert told == [("hurries", 0), ("other", 1)]


# Frames without patches mean: fetch


def test_fifty_patches_travel_and_more_do_not(person, sent):
    for count in (50, 51):
        with transaction.atomic():
            for number in range(count):
                publish(f"many-{count}", assign(f"key-{number}", number))
    fifty, more = sent.frames()
    assert len(fifty["patches"]) == 50
    assert "patches" not in more


def test_more_than_32_kb_do_not_travel(person, sent):
    publish("small", assign("text", "x" * 31_000))
    publish("large", assign("text", "x" * 33_000))
    publish("wide", assign("text", "ж" * 6_000))  # six bytes each in JSON
    small, large, wide = sent.frames()
    assert "patches" in small
    assert "patches" not in large
    assert "patches" not in wide


def test_one_publish_without_a_patch_makes_the_whole_topic_fetch(person, sent):
    with transaction.atomic():
        publish("people", person_patch(person))
        publish("people")
        publish("people", person_patch(person))
    (frame,) = sent.frames("people")
    assert "patches" not in frame


def failing():
    raise LookupError


@pytest.mark.parametrize(
    "patch",
    [
        lambda person: upsert("#people-list", "no/such/template.html", person=person),
        lambda person: assign("failing", failing),
        lambda person: assign("not JSON", object()),
    ],
    ids=["missing template", "failing callable", "not JSON"],
)
def test_what_cannot_be_rendered_makes_pages_fetch_and_breaks_no_write(person, sent, patch, caplog):
    with transaction.atomic():
        User.objects.filter(pk=person.pk).update(display_name="Written")
        publish("broken", patch(person))
        publish("zebra", assign("a", 1))
    person.refresh_from_db()
    assert person.display_name == "Written"
    assert [frame["topic"] for frame in sent.frames()] == ["broken", "zebra"], "Other topics are told all the same"
    assert "patches" not in sent.frames("broken")[0]
    assert "could not be rendered" in caplog.text


def test_bulk_writes_are_told_by_an_explicit_publish(person, sent):
    people = [User(username=f"bulk-{n}", email=f"bulk-{n}@example.com") for n in range(3)]
    with transaction.atomic():
        User.objects.bulk_create(people)
        publish("people")
    with transaction.atomic():
        User.objects.filter(username__startswith="bulk").update(display_name="Bulk")
        publish("people")
    assert ["patches" in frame for frame in sent.frames("people")] == [False, False]


def test_ten_thousand_rows_are_one_version_and_one_frame(person, sent):
    before = version_of("probe")
    with transaction.atomic():
        for number in range(10_000):
            Probe(note=str(number)).save(force_insert=True)
    assert version_of("probe") == before + 1
    assert len(sent.frames()) == 1


def test_ten_thousand_rows_to_show_are_one_frame_that_says_fetch(person, sent):
    with transaction.atomic():
        for number in range(10_000):
            publish("many", upsert("#many", "no/template/is/rendered.html", probe=Probe(pk=number)))
    (frame,) = sent.frames()
    assert (frame["topic"], frame["to"], "patches" in frame) == ("many", 1, False)

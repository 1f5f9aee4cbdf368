"""A region says which version it shows, and a shared one is rendered once a version."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from realtime import Region, publish, versions
from realtime.models import Epoch
from tests.realtime import tree

pytestmark = pytest.mark.usefixtures("sent")


class Counted:
    """A region's context that counts how often it is asked for."""

    def __init__(self, hold=None):
        self.asked, self.hold = 0, hold

    def __call__(self):
        self.asked += 1
        if self.hold:
            self.hold.wait(5)
        return {"people": []}


def region(context, **options):
    options = {"topics": ["people"], "src": "/people/list/", "shared": True} | options
    return Region("people", template="accounts/_people.html", context=context, **options)


def test_a_region_carries_the_version_of_each_of_its_topics(sent):
    publish("one")
    shown = tree.parse(region(dict, topics=["one", "two"]).html())
    assert (shown.tag, shown.id, shown.attributes["data-src"]) == ("live-region", "people", "/people/list/")
    assert json.loads(shown.attributes["data-topics"]) == {"one": 1, "two": 0}


def test_a_shared_region_is_rendered_once_a_version(sent):
    context = Counted()
    assert str(region(context)) == str(region(context))
    assert context.asked == 1
    publish("people")
    str(region(context))
    assert context.asked == 2


def test_a_hundred_who_ask_at_once_cost_one_rendering(sent):
    go = Event()
    context = Counted(hold=go)

    def ask(_):
        try:
            return region(context).html()
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        answers = [pool.submit(ask, number) for number in range(100)]
        go.set()
        assert len({answer.result(10) for answer in answers}) == 1
    assert context.asked == 1


def test_a_rendering_that_failed_is_tried_again(sent):
    def fail():
        raise LookupError

    with pytest.raises(LookupError):
        region(fail).html()
    assert "people-list" in region(Counted()).html()


def test_a_region_that_is_not_shared_is_rendered_for_each_viewer(sent):
    context = Counted()
    str(region(context, shared=False)), str(region(context, shared=False))
    assert context.asked == 2


def test_a_rendering_of_another_life_of_the_database_is_not_shown(sent):
    context = Counted()
    str(region(context))
    Epoch.renew()  # After a restore the same version may stand for other rows.
    str(region(context))
    assert context.asked == 2


def test_a_rendering_of_rows_that_were_never_committed_is_not_kept(sent, ada):
    def names():
        return {"people": [ada.__class__.objects.get(pk=ada.pk)]}

    with transaction.atomic():
        ada.display_name = "Never committed"
        ada.save()
        assert "Never committed" in region(names).html()
        transaction.set_rollback(True)
    assert "Never committed" not in region(names).html()


def test_the_versions_are_those_from_before_the_rows(sent):
    """A write between the two reads makes the rows newer than the version says, never older."""

    def write_then_read():
        publish("people")
        return {"people": []}

    before = versions.of(["people"])
    shown = tree.parse(region(write_then_read, shared=False).html())
    assert json.loads(shown.attributes["data-topics"]) == before


def test_a_page_reads_all_its_versions_at_once_and_before_its_rows(client_of, ada):
    client = client_of(ada)
    client.get("/people/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/people/")
    asked = [query["sql"] for query in captured]
    (look,) = [place for place, sql in enumerate(asked) if "realtime_" in sql]
    assert all(topic in asked[look] for topic in ("people", ada.profile_topic, f"user.{ada.pk}.preferences"))
    assert look == 2, "Before it stand the session and its person"


def test_what_is_written_between_two_looks_of_one_answer_is_fetched_afterwards(rf, ada):
    """The second look shows the version of the first: the frame of what came between is still to be applied."""
    with versions.one_look(rf.get("/")):
        before = versions.of(["people"])
        publish("people")
        assert versions.of(["people"]) == before
    assert versions.of(["people"])["people"] == before["people"] + 1

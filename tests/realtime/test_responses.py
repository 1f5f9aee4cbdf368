"""The answer to a write carries the frames that it published, for whoever may watch their topics."""

import json
import re

import pytest
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import RequestFactory

from realtime import assign, frames, publish
from realtime.middleware import FramesInResponse

pytestmark = pytest.mark.django_db(transaction=True)
EVIL = "</template><script>alert(1)</script>&"


def answer(user, view, htmx=True):
    """What the middleware makes of a view's answer to this person."""
    request = RequestFactory().post("/write/")
    request.user, request.htmx = user, htmx
    return FramesInResponse(view)(request)


def carried(response):
    found = re.search(r"<template data-frames>(.*)</template>\Z", response.content.decode(), re.S)
    return found and json.loads(found[1])


def write(request):
    publish("people", assign("text", EVIL))
    publish("probe", assign("n", 1))
    return HttpResponse("<p>Saved</p>")


def test_an_htmx_answer_ends_in_its_frames(ada):
    response = answer(ada, write)
    assert [frame["topic"] for frame in carried(response)] == ["people", "probe"]
    assert response.content.startswith(b"<p>Saved</p>")


def test_nothing_in_a_frame_can_leave_its_template(ada):
    response = answer(ada, write)
    assert response.content.count(b"<") == 4, "Only the page's own tags"
    assert carried(response)[0]["patches"][0]["value"] == EVIL


@pytest.mark.parametrize(("who", "topics"), [("ada", ["people", "probe"]), ("grace", ["people"]), ("eve", None)])
def test_only_frames_that_the_writer_may_watch_come_back(request, who, topics):
    response = answer(request.getfixturevalue(who), write)
    frames = carried(response)
    assert (frames and [frame["topic"] for frame in frames]) == topics


def test_a_json_answer_gets_them_from_the_view(ada):
    def view(request):
        write(request)
        return JsonResponse({"frames": frames.published(request)})

    response = answer(ada, view, htmx=False)
    assert [frame["topic"] for frame in json.loads(response.content)["frames"]] == ["people", "probe"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: HttpResponse("x", content_type="text/plain"),
        lambda: JsonResponse({}),
        lambda: StreamingHttpResponse([b"<p>"], content_type="text/html"),
    ],
)
def test_other_answers_are_left_alone(ada, make):
    def view(request):
        write(request)
        return make()

    response = answer(ada, view)
    assert b"data-frames" not in (response.content if not response.streaming else b"".join(response.streaming_content))


def test_an_ordinary_page_is_left_alone(ada):
    assert carried(answer(ada, write, htmx=False)) is None


def test_frames_of_one_request_are_not_another_one_s(ada):
    answer(ada, write)
    assert carried(answer(ada, lambda request: HttpResponse("<p>Read</p>"))) is None


def test_a_saved_profile_brings_its_frames_in_the_answer(client_of, ada):
    fields = {"display_name": "Ada King", "username": "ada", "time_zone": "UTC"}
    before = {f"initial-{name}": value for name, value in (fields | {"display_name": "Ada Lovelace"}).items()}
    response = client_of(ada).post("/profile/", fields | before, headers={"HX-Request": "true"})
    assert {frame["topic"] for frame in carried(response)} == {
        "people",
        "generations",
        "usage",
        f"user.{ada.pk}.profile",
        f"user.{ada.pk}.activity",
    }

"""Images from AUTOMATIC1111's web UI: what is asked, who is waited for, and what becomes of every answer."""

import asyncio
import logging
import threading
from base64 import b64encode

import pytest

from generations.backends import Done, Progress, Queued, a1111, patience
from generations.backends.a1111 import generate
from tests.generations.backends.a1111_server import A1111Server
from tests.generations.backends.drawing import (
    KEY,
    cancelled,
    done,
    events_of,
    fractions,
    positions,
    previews,
    refusal,
    wish,
)
from tests.generations.backends.pictures import FOREIGN, IMAGE, PREVIEW

pytestmark = pytest.mark.once
LOGIN = "draughtsman:a-long-password-0123456789"


@pytest.fixture(autouse=True)
def often(monkeypatch):
    """Looks come quickly, as the images here do."""
    monkeypatch.setattr(a1111, "LOOK_SECONDS", 0.02)


@pytest.fixture
def server():
    with A1111Server() as server:
        yield server


VERSIONS = pytest.mark.parametrize("version", ["forge", "a1111", "no names", "public only"])


def make(server, version):
    server.is_forge = version == "forge"
    server.takes_names = version != "no names"
    server.knows_tasks = version != "public only"


@VERSIONS
def test_an_image_arrives_with_its_previews(server, version):
    make(server, version)
    server.pace = 0.2
    events = events_of(generate, wish(server))
    assert set(previews(events)) == {PREVIEW}
    assert fractions(events) == sorted(fractions(events))
    assert 0 < max(fractions(events)) < 1
    assert {event.seconds for event in events if isinstance(event, Progress)} == {3.0}
    end = done(events)
    assert (end.image, end.seed, end.note) == (IMAGE, 7, "")


def test_it_is_asked_what_the_wish_says(server):
    wanted = wish(server, negative_prompt="boats", model="dream.safetensors [abc]", variation=9)
    events_of(generate, wanted)
    asked = server.wanted
    assert (asked["prompt"], asked["negative_prompt"], asked["seed"]) == ("a quiet sea at dawn", "boats", 7)
    assert (asked["width"], asked["height"], asked["batch_size"], asked["n_iter"]) == (1024, 768, 1, 1)
    assert (asked["subseed"], asked["subseed_strength"]) == (9, a1111.VARIATION)
    assert asked["override_settings"] == {"sd_model_checkpoint": "dream.safetensors [abc]"}
    assert asked["save_images"] is False
    assert asked["force_task_id"] == f"task(lockstep-{wanted.key})"


def test_without_model_and_variation_neither_is_asked_for(server):
    events_of(generate, wish(server, model=""))
    assert not {"override_settings", "subseed", "subseed_strength"} & server.wanted.keys()


def test_another_model_than_the_one_that_was_asked_for_is_told(server):
    server.checkpoint = "v1-5-pruned"
    note = done(events_of(generate, wish(server, model="dream [abc]"))).note
    assert note == "Local drew this with v1-5-pruned, as it does not have dream [abc]."


def test_user_and_password_go_along(server):
    server.login = b64encode(LOGIN.encode()).decode()
    assert done(events_of(generate, wish(server), key=LOGIN))


def test_a_picture_is_shown_once(server):
    server.knows_tasks, server.pace = False, 0.2
    assert previews(events_of(generate, wish(server))) == [PREVIEW]
    assert len(server.asked("/sdapi/v1/progress")) > 3


# Waiting


def test_wishes_of_this_process_take_turns(server):
    server.is_endless = True
    told = {1: [], 2: [], 3: []}

    async def listen(number):
        async for event in generate(wish(server), KEY):
            told[number].append(event)
            if isinstance(event, Progress):
                server.interrupted.set()

    async def all_of_them():
        await asyncio.gather(*map(listen, told))

    asyncio.run(asyncio.wait_for(all_of_them(), 60))
    assert [positions(told[number])[:1] for number in told] == [[], [1], [2]]
    assert 1 in positions(told[3])
    assert all(isinstance(told[number][-1], Done) for number in told)
    asked = [call.path for call in server.calls if call.path.endswith(("txt2img", "progress")) and call.method == "POST"]
    assert asked.count("/sdapi/v1/txt2img") == 3


def test_whoever_leaves_the_line_holds_up_nobody(server):
    server.is_endless = True

    async def leave():
        first = generate(wish(server), KEY)
        assert isinstance(await anext(first), Progress | Queued)
        second, third = generate(wish(server), KEY), generate(wish(server), KEY)
        assert [await anext(second), await anext(third)] == [Queued(1), Queued(2)]
        await second.aclose()
        assert await anext(third) == Queued(1)
        await first.aclose()
        event = await anext(third)
        while not isinstance(event, Progress):
            event = await anext(third)
        await third.aclose()

    asyncio.run(asyncio.wait_for(leave(), 60))
    assert len(server.asked("/sdapi/v1/txt2img")) == 2


@pytest.mark.parametrize("version", ["forge", "public only"])
def test_an_image_of_somebody_else_is_waited_for_and_not_shown(server, version):
    make(server, version)
    with server.busy() as finish:
        told = []

        async def listen():
            async for event in generate(wish(server), KEY):
                told.append(event)
                if isinstance(event, Queued):
                    server.is_endless = False
                    finish()

        asyncio.run(asyncio.wait_for(listen(), 60))
    assert positions(told)[0] == (1 if version == "forge" else None)
    assert FOREIGN not in previews(told)
    assert done(told).image == IMAGE


# Stopping


@pytest.mark.parametrize("version", ["forge", "a1111", "public only"])
@pytest.mark.parametrize("is_closed", [True, False])
def test_cancelling_interrupts_it(server, version, is_closed):
    make(server, version)
    server.is_endless = True
    assert cancelled(generate, wish(server), Progress, is_closed) is not is_closed
    (ours,) = server.interrupts
    assert ours.startswith("task(lockstep-")
    server.wait_until(lambda: server.finished == [ours])


@pytest.mark.parametrize("version", ["forge", "public only"])
def test_cancelling_does_not_interrupt_somebody_else(server, version, monkeypatch):
    monkeypatch.setattr("generations.backends.wire.STOP_SECONDS", 0.5)
    make(server, version)
    with server.busy():
        assert cancelled(generate, wish(server), Queued)
        assert server.interrupts == []


def test_cancelling_before_it_begins_interrupts_it_when_it_does(server):
    server.is_endless = True
    with server.busy() as finish:
        timer = threading.Timer(0.5, finish)
        timer.start()
        assert cancelled(generate, wish(server), Queued)
        timer.join()
        (ours,) = server.interrupts
        assert ours.startswith("task(lockstep-")


def test_an_image_that_takes_too_long_is_interrupted(server, monkeypatch):
    monkeypatch.setattr(patience, "TOTAL_SECONDS", 0.5)
    server.is_endless = True
    refused = refusal(generate, wish(server))
    assert (refused.code, str(refused)[:34]) == ("timeout", "Local took too long for this image")
    assert len(server.interrupts) == 1


# What goes wrong

TROUBLES = {
    "is_out_of_memory": ("refused", "Local has not enough memory for an image of this size. Ask for a smaller one."),
    "breaks": ("unavailable", "Local has a problem of its own (500)."),
    "is_picky": ("refused", "Local refused this (422). It says: “ensure this value is less than 512”"),
    "forbids": ("refused", "Local refused this (403). It says: “Not with …"),
    "misses": ("unavailable", "Local has no API at its address. Its operator starts it with --api."),
    "cuts": ("broken", "Local broke off in the middle. Retry."),
    "chats": ("malformed", "Local answered, but not with an image."),
    "is_empty": ("malformed", "Local answered, but not with an image."),
    "scribbles": ("malformed", "Local answered, but not with an image."),
    "is_giant": ("malformed", "Local sent more than an image may have (32 MB)."),
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_failure_has_its_words_and_none_shows_the_key(server, trouble, caplog):
    caplog.set_level(logging.DEBUG)
    server.trouble, server.login = trouble, b64encode(LOGIN.encode()).decode()
    refused = refusal(generate, wish(server), key=LOGIN)
    code, words = TROUBLES[trouble]
    assert (refused.code, str(refused)[: len(words)]) == (code, words)
    for secret in (LOGIN, LOGIN[:12], server.login, server.login[:12]):
        assert secret not in str(refused) + repr(refused) + caplog.text
    assert len(server.asked("/sdapi/v1/txt2img")) <= 1, "Nothing is asked twice by itself"
    assert refused.__context__ is None


def test_a_wrong_password_is_called_that(server):
    server.login = "c29tZWJvZHk6ZWxzZQ=="
    refused = refusal(generate, wish(server), key=LOGIN)
    assert (refused.code, str(refused)[:29]) == ("key", "Local does not take the key. ")
    assert server.asked("/sdapi/v1/txt2img") == []


def test_a_server_that_says_nothing_is_given_up(server, monkeypatch):
    monkeypatch.setattr(patience, "FIRST_SECONDS", 0.5)
    monkeypatch.setattr("generations.backends.wire.STOP_SECONDS", 0.5)
    server.trouble = "hangs"
    assert str(refusal(generate, wish(server))) == "Local sent nothing for 0.5 seconds. Retry."


def test_a_server_that_is_switched_off_is_called_that():
    with A1111Server() as gone:
        asked = wish(gone)
    assert str(refusal(generate, asked)).startswith("Nothing answers at the address of Local.")


def test_a_preview_that_is_too_large_is_left_out_and_no_other_is_asked_for(server):
    server.trouble, server.pace = "previews_too_much", 0.2
    events = events_of(generate, wish(server))
    assert (previews(events), done(events).image) == ([], IMAGE)
    assert fractions(events)
    assert server.asked("/internal/progress")[-1].json["live_preview"] is False


@pytest.mark.parametrize("knows_tasks", [True, False])
def test_an_image_that_nobody_can_look_at_is_waited_for(server, knows_tasks):
    server.trouble, server.knows_tasks, server.pace = "hides", knows_tasks, 0.1
    assert done(events_of(generate, wish(server))).image == IMAGE


def test_an_image_is_one_also_where_nothing_is_said_of_it(server):
    server.trouble = "says_little"
    end = done(events_of(generate, wish(server)))
    assert (end.image, end.seed, end.note) == (IMAGE, None, "")

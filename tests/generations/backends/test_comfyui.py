"""Images from ComfyUI: what is asked, what its socket tells, and what is found where it does not."""

import logging
from uuid import UUID

import pytest

from generations.backends import Progress, Queued, comfyui, patience
from generations.backends.comfyui import generate
from tests.generations.backends.comfyui_server import ComfyUIServer
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
from tests.generations.backends.pictures import GIANT, IMAGE, PREVIEW

pytestmark = pytest.mark.once
VERSIONS = pytest.mark.parametrize("is_old", [False, True], ids=["new", "old"])


@pytest.fixture(autouse=True)
def often(monkeypatch):
    """Looks come quickly, as the images here do."""
    monkeypatch.setattr(comfyui, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(comfyui, "KEPT_SECONDS", 2)


@pytest.fixture
def server():
    with ComfyUIServer() as server:
        yield server


@VERSIONS
def test_an_image_arrives_with_its_previews(server, is_old):
    server.is_old = is_old
    events = events_of(generate, wish(server))
    assert set(previews(events)) == {PREVIEW}
    assert fractions(events) == sorted(fractions(events))
    assert {0.25, 0.5, 0.75, 1.0} <= set(fractions(events))
    end = done(events)
    assert (end.image, end.seed, end.note) == (IMAGE, 7, "")


def test_how_far_it_is_is_heard_in_the_new_way_alone(server):
    server.is_terse = True
    assert {0.25, 0.5, 0.75, 1.0} <= set(fractions(events_of(generate, wish(server))))


def test_it_is_asked_what_the_wish_says(server):
    wanted = wish(server, negative_prompt="boats", width=1001, height=760)
    events_of(generate, wanted)
    (asked,) = server.requests("/prompt")
    nodes = {node["class_type"]: node["inputs"] for node in asked.json["prompt"].values()}
    texts = [node["inputs"]["text"] for node in asked.json["prompt"].values() if node["class_type"] == "CLIPTextEncode"]
    assert nodes["CheckpointLoaderSimple"] == {"ckpt_name": "m"}
    assert nodes["EmptyLatentImage"] == {"width": 1000, "height": 760, "batch_size": 1}
    assert texts == ["a quiet sea at dawn", "boats"]
    assert (nodes["KSampler"]["seed"], nodes["KSampler"]["denoise"]) == (7, 1.0)
    assert asked.json["prompt_id"] == wanted.key
    assert asked.json["extra_data"] == {"preview_method": "auto"}
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert server.tales.heard == {asked.json["client_id"]: {"supports_preview_metadata": True}}


def test_what_is_kept_there_is_kept_as_a_temporary_file(server):
    events_of(generate, wish(server))
    kinds = {node["class_type"] for node in server.requests("/prompt")[0].json["prompt"].values()}
    assert "PreviewImage" in kinds
    assert "SaveImage" not in kinds


def test_a_variation_draws_the_image_and_then_half_of_it_again(server):
    events = events_of(generate, wish(server, variation=9))
    samplers = [node["inputs"] for node in server.requests("/prompt")[0].json["prompt"].values() if "denoise" in node["inputs"]]
    assert [(node["seed"], node["denoise"]) for node in samplers] == [(7, 1.0), (9, 0.5)]
    assert samplers[1]["latent_image"] == ["3", 0]
    assert fractions(events) == sorted(fractions(events))
    assert max(fractions(events)) > 2 / 3, "beyond the first: the image may be there before its last step is heard"


def test_without_a_model_the_first_one_is_taken(server):
    events_of(generate, wish(server, model=""))
    assert server.requests("/prompt")[0].json["prompt"]["4"]["inputs"] == {"ckpt_name": "m"}


def test_without_any_model_that_is_said(server):
    server.checkpoints = []
    refused = refusal(generate, wish(server, model=""))
    assert (refused.code, str(refused)) == ("model", "Local has no model to draw with. Its operator installs one.")


@pytest.mark.parametrize("key", ["", "not a uuid", "A" * 32])
def test_every_prompt_has_a_name_that_the_server_takes(server, key):
    assert done(events_of(generate, wish(server, key=key)))
    name = server.requests("/prompt")[0].json["prompt_id"]
    assert str(UUID(name)) == name


# Where the socket does not tell


@VERSIONS
@pytest.mark.parametrize("silence", ["is_mute", "has_no_socket"])
def test_without_its_socket_the_history_tells(server, silence, is_old):
    server.is_old = is_old
    setattr(server, silence, True)
    events = events_of(generate, wish(server))
    assert done(events).image == IMAGE
    assert Progress(0) in events


def test_a_socket_that_is_said_to_be_elsewhere_is_not_gone_after(server):
    with ComfyUIServer() as elsewhere:
        server.elsewhere = elsewhere.url.replace("http", "ws")
        assert done(events_of(generate, wish(server))).image == IMAGE
        assert elsewhere.listeners == 0
    assert server.listeners == 0


def test_no_proxy_of_the_environment_hears_of_it(server, monkeypatch):
    for name in ("http_proxy", "https_proxy", "socks_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert previews(events_of(generate, wish(server)))


@VERSIONS
@pytest.mark.parametrize("trouble", ["drops", "shows_too_much"])
def test_a_socket_that_is_lost_on_the_way_is_done_without(server, trouble, is_old):
    server.is_old, server.trouble, server.pace = is_old, trouble, 0.2
    assert done(events_of(generate, wish(server))).image == IMAGE
    assert server.requests("/queue")


def test_a_history_that_is_written_after_the_end_was_told_is_waited_for(server):
    server.late = 0.5
    assert done(events_of(generate, wish(server))).image == IMAGE
    assert len(server.requests(f"/history/{server.requests('/prompt')[0].json['prompt_id']}")) > 1


def test_an_image_whose_connection_breaks_is_fetched_again(server):
    server.cuts_first = 2
    assert done(events_of(generate, wish(server))).image == IMAGE
    assert (len(server.requests("/view")), len(server.requests("/prompt"))) == (3, 1)


@VERSIONS
def test_a_line_in_front_of_it_is_told(server, is_old):
    server.is_old = is_old
    server.occupy()
    told = []

    def hear(wanted, key):
        return listening(generate(wanted, key), told, lambda event: isinstance(event, Queued) and server.release())

    assert done(events_of(hear, wish(server))).image == IMAGE
    assert positions(told)[0] == 1


def test_its_place_is_that_of_its_turn(server):
    server.occupy()
    server.line_up(-2, 1_000_000, -1)
    told = []

    def hear(wanted, key):
        return listening(generate(wanted, key), told, told.append)

    assert cancelled(hear, wish(server), Queued)
    assert positions(told)[0] == 3


async def listening(events, told, act):
    async for event in events:
        told.append(event)
        act(event)
        yield event


@VERSIONS
def test_a_restarted_server_has_forgotten_it(server, is_old):
    server.is_old, server.trouble = is_old, "forgets"
    refused = refusal(generate, wish(server))
    words = "Local does not know of this image any more. It may have been restarted. Retry."
    assert (refused.code, str(refused)) == ("broken", words)


def test_a_server_that_goes_away_is_given_up(server):
    server.is_endless = True
    told = []

    def hear(wanted, key):
        return listening(generate(wanted, key), told, lambda _: server.__exit__())

    assert refusal(hear, wish(server)).code == "broken"
    assert told


# Stopping


@VERSIONS
@pytest.mark.parametrize("is_closed", [True, False])
def test_cancelling_stops_it(server, is_old, is_closed):
    server.is_old, server.is_endless = is_old, True
    assert cancelled(generate, wish(server), Progress, is_closed) is not is_closed
    server.wait_until(lambda: server.history)
    assert (server.interrupts if is_old else server.cancelled) == list(server.history)


@VERSIONS
def test_cancelling_takes_it_out_of_the_line_and_leaves_the_others(server, is_old):
    server.is_old = is_old
    theirs = server.occupy()
    assert cancelled(generate, wish(server), Queued)
    assert server.pending == []
    assert server.interrupts == []
    assert not theirs.was_interrupted.is_set()


def test_what_takes_too_long_is_stopped(server, monkeypatch):
    monkeypatch.setattr(patience, "TOTAL_SECONDS", 0.5)
    server.is_endless = True
    assert refusal(generate, wish(server)).code == "timeout"
    assert len(server.cancelled) == 1


def test_its_socket_is_closed_when_it_is_done(server):
    events_of(generate, wish(server))
    server.wait_until(lambda: not server.sockets)


# What goes wrong

TROUBLES = {
    "is_picky": ("refused", "Local cannot draw this: “Value not in list: scheduler: 'normal' not in []”. Its operator may"),
    "breaks": ("unavailable", "Local has a problem of its own (500)."),
    "forbids": ("refused", "Local refused this (403). It says: “Not with … from here.”"),
    "misses": ("unavailable", "Nothing that draws is at the address of Local. The operator can correct it."),
    "chats": ("malformed", "Local answered, but not with an image."),
    "fails": ("broken", "Local could not finish this image: “mat1 and mat2 cannot be multiplied, says …”"),
    "is_out_of_memory": ("refused", "Local has not enough memory for an image of this size. Ask for a smaller one."),
    "is_interrupted": ("refused", "Somebody stopped this image at Local. Retry."),
    "loses_its_work": ("malformed", "Local answered, but not with an image."),
    "cuts": ("broken", "Local broke off in the middle. Retry."),
}


@pytest.mark.parametrize("is_mute", [False, True], ids=["told", "found"])
@pytest.mark.parametrize("trouble", TROUBLES)
def test_every_failure_has_its_words_and_none_shows_the_key(server, trouble, is_mute, caplog):
    caplog.set_level(logging.DEBUG)
    server.trouble, server.key, server.is_mute = trouble, KEY, is_mute
    refused = refusal(generate, wish(server))
    code, words = TROUBLES[trouble]
    assert (refused.code, str(refused)[: len(words)]) == (code, words)
    assert KEY not in str(refused) + repr(refused) + caplog.text
    assert len(server.requests("/prompt")) == 1, "Nothing is asked twice by itself"
    assert refused.__context__ is None


def test_a_wrong_key_is_called_that(server):
    server.key = "another-key"
    refused = refusal(generate, wish(server))
    assert (refused.code, str(refused)[:28]) == ("key", "Local does not take the key.")


def test_a_model_that_is_not_there_is_named(server):
    refused = refusal(generate, wish(server, model="dream"))
    assert (refused.code, str(refused)) == ("model", "Local does not have the model dream. Choose another one, then retry.")


def test_a_giant_image_is_not_taken(server):
    server.image = b"0" * GIANT
    refused = refusal(generate, wish(server))
    assert str(refused).startswith("Local sent more than an image may have (32 MB).")


def test_a_preview_that_is_too_large_is_left_out(server):
    server.trouble = "shows_much"
    events = events_of(generate, wish(server))
    assert (previews(events), done(events).image) == ([], IMAGE)


def test_a_server_that_is_switched_off_is_called_that():
    with ComfyUIServer() as gone:
        asked = wish(gone)
    refused = refusal(generate, asked)
    assert (refused.code, str(refused)[:45]) == ("unavailable", "Nothing answers at the address of Local. It m")

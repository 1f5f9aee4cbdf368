"""One scene for each rule of the protocol: with the rule the page ends right, without it the page stays wrong."""

import asyncio
from contextlib import AsyncExitStack

from django.contrib.auth import get_user_model

from realtime import handshake, hub, regions, versions
from realtime.db import commit
from realtime.models import Epoch
from tests.realtime.tabs import blocking, tab_of


async def written_while_nobody_listened(stage):
    """Between the rendering of the page and its connection, or during an outage."""
    await stage.load()
    await stage.rename("Ada King")
    async with stage.connected():
        await stage.must_be_right()


async def written_in_the_middle_of_the_handshake(stage):
    """Between joining and reading the versions, in whatever order they come. No later frame and no sweep helps."""
    await stage.load()
    steps = (hub.Hub, "join"), (handshake, "answer")
    stage.after_the_first_of(*steps, happens=lambda: stage._rename("Ada King"))
    async with stage.connected():
        await stage.must_be_right()


async def written_in_the_middle_of_a_rendering(stage):
    """Between reading the versions and reading the rows, in whatever order they come."""
    steps = (versions, "snapshot"), (regions.Region, "_render")
    stage.after_the_first_of(*steps, happens=lambda: stage._rename("Ada King"))
    await stage.load()
    async with stage.connected():
        await stage.must_be_right()


async def a_hint_lost(stage):
    """The transport loses a frame, and nothing else is written."""
    await stage.load()
    async with stage.connected():
        stage.lose_hints()
        await stage.rename("Ada King")
        await stage.sweep()
        await stage.must_be_right()


async def another_tab_was_told_more(stage):
    """A tab is told a version, the next write's frame is lost, and another tab of the process is told that one."""
    loop = asyncio.get_running_loop()
    async with AsyncExitStack() as stack:

        async def another_tab():
            tab = await stack.enter_async_context(tab_of(stage.ada))
            await tab.hello({"people": 0})

        def happens():
            stage._rename("Ada King")
            asyncio.run_coroutine_threadsafe(another_tab(), loop).result(10)

        await stage.load()
        stage.lose_hints()
        stage.after_the_first_of((handshake, "answer"), happens=happens)
        async with stage.connected():
            await stage.sweep()
            await stage.must_be_right()


async def a_crash_after_commit(stage):
    """The writer's process dies between COMMIT and the sending of its frames."""
    await stage.load()
    async with stage.connected():
        stage.monkeypatch.setattr(commit, "announcement", lambda *args: lambda: None)
        await stage.rename("Ada King")
        await stage.sweep()
        await stage.must_be_right()


async def frames_out_of_order(stage):
    """Frames come twice, late and in the wrong order."""
    await stage.load()
    async with stage.connected() as tab:
        names = ["Ada B", "Ada C", "Ada D"]
        told = []
        for name in names:
            await stage.rename(name)
            told.append(await tab.next("frame"))
        for position in (1, 0, 0, 2, 1, 0):
            stage.page.receive(told[position])
        await stage.must_be_right()


async def a_frame_beyond_a_gap(stage):
    """A frame is lost and the next one arrives: what it patches is not all that changed."""
    await stage.load()
    async with stage.connected() as tab:
        await blocking(lambda: get_user_model().objects.create(username="zoe", email="zoe@example.com"))
        await tab.next("frame")  # lost
        await stage.rename("Ada King")
        stage.page.receive(await tab.next("frame"))
        await stage.settle()
        await stage.must_be_right()


async def a_database_restored(stage):
    """The same version stands for other rows than before."""
    await stage.rename("Before")
    await stage.load()
    await blocking(_restore, stage.ada)
    async with stage.connected():
        await stage.must_be_right()


def _restore(person):
    type(person).objects.filter(pk=person.pk).update(display_name="From the backup")
    Epoch.renew()

"""Scenes for the rules of the protocol: one page, one tab, and faults placed at exact moments, in this process."""

from contextlib import asynccontextmanager
from dataclasses import replace
from inspect import iscoroutinefunction

from django.contrib.auth import get_user_model
from django.db import connection

from accounts.regions import people
from realtime.hub import Hub
from realtime.models import Epoch
from tests.realtime.page import Page, RegionPart
from tests.realtime.tabs import blocking, tab_of

LIST = "/people/list/"


class PageIsWrong(Exception):
    """The page differs from a freshly rendered one, and nothing is under way that would mend it."""


class Stage:
    """Ada's page of people. `part` is the class that holds the client's rules."""

    part = RegionPart

    def __init__(self, ada, client, monkeypatch):
        self.ada, self.client, self.monkeypatch = ada, client, monkeypatch
        self.page = self.tab = None

    # What people do

    async def load(self):
        """Ada opens the page."""
        self.page = Page(people=await blocking(lambda: self.part(self._fetch)))
        self.epoch = await blocking(Epoch.current)

    @asynccontextmanager
    async def connected(self):
        """Her tab connects, and does what the answer says."""
        async with tab_of(self.ada) as self.tab:
            self.page.receive(await self.tab.hello(self.page.claims, epoch=self.epoch))
            if self.page.must_reload:
                await self.load()
            await self.settle()
            yield self.tab

    async def rename(self, name):
        """Somebody changes her name in another process or thread."""
        await blocking(self._rename, name)

    async def settle(self):
        """Everything that has arrived is worked off; what must be fetched is."""
        for message in await self.tab.until_answered():
            self.page.receive(message)
        await blocking(self.page.tick, 0)

    async def sweep(self):
        await (await Hub.current()).sweep.once()
        await self.settle()

    async def must_be_right(self):
        if await blocking(self._show) != self.page.parts["people"].show():
            raise PageIsWrong

    # What goes wrong

    def after_the_first_of(self, *steps, happens):
        """Wrap these (owner, name) so that `happens` runs once, when the first of them has ended."""
        ended = []
        for owner, name in steps:
            self.monkeypatch.setattr(owner, name, _then(getattr(owner, name), ended, happens))

    def lose_hints(self):
        """From now on no frame reaches a hub."""
        self.monkeypatch.setattr(Hub, "_receive_frame", lambda hub, group, message: None)

    def _fetch(self):
        return self.part.read(self.client.get(LIST).content.decode())

    def _show(self):
        """The list as the database has it now, whatever is cached."""
        return RegionPart.read(replace(people(), shared=False).html())[1].html()

    def _rename(self, name):
        person = get_user_model().objects.get(pk=self.ada.pk)
        person.display_name = name
        person.save()
        assert not connection.in_atomic_block


def _then(step, ended, happens):
    def stepped(*args, **kwargs):
        result = step(*args, **kwargs)
        ended.append(step)
        if len(ended) == 1:
            happens()
        return result

    async def stepped_async(*args, **kwargs):
        result = await step(*args, **kwargs)
        ended.append(step)
        if len(ended) == 1:
            await blocking(happens)
        return result

    return stepped_async if iscoroutinefunction(step) else stepped

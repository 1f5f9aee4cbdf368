"""Somebody with an open page, on whichever server answers, whose connection breaks now and then."""

import json
import random
import threading

from websockets.exceptions import WebSocketException

from realtime.models import Epoch
from tests.browsers import session_of
from tests.realtime.page import Page, RegionPart, StorePart
from tests.realtime.wire import Wire, get

HICCUP = 0.01  # the chance that the connection breaks, each time the page looks


class PeoplePart(RegionPart):
    """The list of people, remembered as {row: number}."""

    def show(self):
        rows = (li for li in self.content.walk() if li.tag == "li")
        return {int(li.id.removeprefix("user-")): number_of(li) for li in rows}


def number_of(li):
    (name,) = (element.text for element in li.walk() if element.tag == "bdi")
    return int(name.removeprefix("N "))


class Visitor(threading.Thread):
    """Follows the protocol until `stop` is set. `failure` is what ended it otherwise."""

    def __init__(self, user, urls, seed):
        super().__init__(daemon=True)
        self.user, self.urls, self.chance = user, urls, random.Random(seed)
        self.session, self.epoch = session_of(user), Epoch.current()
        self.stop, self.calm, self.failure, self.page = threading.Event(), threading.Event(), None, None
        self.connections = 0

    def run(self):
        try:
            while not self.stop.is_set():
                self.visit()
        except Exception as failure:
            self.failure = failure

    def visit(self):
        try:
            self.page = self.page or self.open()
            with Wire(self.chance.choice(self.urls), session=self.session, open_timeout=3) as wire:
                self.connections += 1
                self.watch(wire)
        except (OSError, WebSocketException, TimeoutError):
            self.stop.wait(self.chance.random() * 0.5)

    def open(self):
        parts = {"badge": RegionPart(lambda: RegionPart.read(self.get("/profile/badge/")))}
        parts["preferences"] = StorePart(self.preferences)
        if self.user.is_internal:
            parts["people"] = PeoplePart(lambda: PeoplePart.read(self.get("/people/list/")))
        return Page(**parts)

    def watch(self, wire):
        wire.send({"type": "hello", "epoch": self.epoch, "tab": "tab", "topics": self.page.claims, "rooms": []})
        while not self.stop.is_set():
            self.look(wire)
            self.page.tick()
            if self.chance.random() < HICCUP and not self.calm.is_set():
                wire.cut()

    def look(self, wire):
        try:
            message = json.loads(wire.socket.recv(timeout=0.05))
        except TimeoutError:
            return
        if message["type"] == "ping":
            wire.send({"type": "pong"})
        assert message["type"] not in ("reload", "gone", "error"), message
        self.page.receive(message)

    def preferences(self):
        state = json.loads(self.get("/settings/state/"))
        return state["topics"], state["preferences"]

    def get(self, path):
        status, text = get(self.chance.choice(self.urls) + path, self.session)
        if status >= 500:
            raise ConnectionError(f"{path} answered {status}")
        assert status == 200, (path, status, text[:200])
        return text

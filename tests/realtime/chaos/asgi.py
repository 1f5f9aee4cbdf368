"""The site, with a bad network between its transport and its sockets. Only for tests."""

import os
import random

from config.asgi import application
from realtime.hub import Hub

__all__ = ["application"]

LATEST = 0.5  # seconds; longer than a page keeps what comes too early
chance = random.Random(os.environ["CHAOS_SEED"] + str(os.getpid()))
receive = Hub.receive


def receive_badly(hub, group, message):
    """Lose, double and delay frames: each delay of its own, so that they overtake each other."""
    if message["type"] != "frame":
        return receive(hub, group, message)
    fate = chance.random()
    if fate < 0.15:
        return None
    if fate < 0.4:
        hub.loop.call_later(chance.random() * LATEST, receive, hub, group, message)
    if fate > 0.3:
        receive(hub, group, message)
    return None


Hub.receive = receive_badly

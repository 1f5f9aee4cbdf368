"""What the state machine proves of the Python model holds for the JavaScript: same events, same states."""

import json
import random

import pytest

from tests.settings_sync.client_model import ClientModel

pytestmark = pytest.mark.once

KEYS = ["theme", "temperature"]
NAMES = {
    "forgetPending": "forget_pending",
    "keepMine": "keep_mine",
    "useTheirs": "use_theirs",
}
PLAY = """async (runs) => {
  const pieces = document.querySelector('script[src*="/js/"]').src
  const { Store } = await import(new URL("../settings/store.js", pieces))
  const { adopt, recordOf } = await import(new URL("../settings/adoption.js", pieces))
  const look = (store, keys) => {
    const { loaded, confirmed, draft, inFlight, conflicts, invalid, held, idle } = store
    const seen = { record: recordOf(store), values: keys.map((key) => store.value(key)) }
    return { loaded, confirmed, draft, inFlight, conflicts, invalid, held, idle, ...seen }
  }
  return runs.map((events) => {
    const store = new Store()
    return events.map(([name, args]) => {
      if (name === "adopt") adopt(store, ...structuredClone(args))
      else store[name](...structuredClone(args))
      return structuredClone(look(store, ["theme", "temperature"]))
    })
  })
}"""


def look(model):
    names = ["loaded", "confirmed", "draft", "conflicts", "invalid", "held", "idle"]
    state = {name: getattr(model, name) for name in names} | {"inFlight": model.in_flight}
    return json.loads(json.dumps(state | {"record": model.record(), "values": [model.value(key) for key in KEYS]}))


class Story:
    """A random life of one page: its events, and what the model was after each."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.model = ClientModel()
        self.events, self.states = [], []
        self.tell("load", {key: self.state(0) for key in KEYS})
        for _ in range(60):
            name, *args = self.chance.choice(self.possible())
            self.tell(name, *args)

    def tell(self, name, *args):
        self.events.append([name, json.loads(json.dumps(args))])
        getattr(self.model, NAMES.get(name, name))(*json.loads(json.dumps(args)))
        self.states.append(look(self.model))

    def possible(self):
        key, version = self.chance.choice(KEYS), self.chance.randrange(9)
        events = [("edit", key, self.value())] * 3 + [("push", key, self.state(version))] * 2
        events += [("hold", key), ("release", key), ("take", f"id {self.chance.random()}")]
        events += [(name, key) for name in ("keepMine", "useTheirs") if key in self.model.conflicts]
        if self.model.in_flight:
            id, changes = self.model.in_flight["id"], self.model.in_flight["changes"]
            events += [("answer", id, {each: self.result() for each in changes})] * 2
            events += [("answer", "another", {}), ("reject", id, "No.")]
        else:
            events += [
                ("adopt", record, self.chance.random() < 0.8) for record in [self.record()] if self.model.can_adopt(record)
            ]
        return [*events, *([("forgetPending",)] if self.chance.random() < 0.1 else [])]

    def value(self):
        return self.chance.choice([0, 1, 2, "dark", "", None])

    def state(self, version):
        return {"value": self.value(), "version": version, "device": "Phone", "at": None}

    def result(self):
        status = self.chance.choice(["applied", "accepted", "conflict", "invalid"])
        return self.state(self.chance.randrange(9)) | {"status": status} | ({"message": "Bad."} if status == "invalid" else {})

    def record(self):
        """What another page with a story of its own would have left."""
        draft, sent = {"value": self.value(), "base": 1}, {"value": self.value(), "base_version": 0}
        in_flight = self.chance.choice([None, {"id": "theirs", "changes": {"theme": sent}}])
        bad = self.chance.choice([{}, {"unknown": draft | {"message": "Bad."}}])
        parts = [{"temperature": draft}, {}]
        self.chance.shuffle(parts)
        return {"draft": parts[0], "conflicts": parts[1], "invalid": bad, "inFlight": in_flight}


def test_the_store_of_the_page_and_its_model_agree(page_as):
    stories = [Story(seed) for seed in range(150)]
    page = page_as(None, path="/accounts/login/")
    played = page.evaluate(PLAY, [story.events for story in stories])
    for story, states in zip(stories, played, strict=True):
        for step, (ours, theirs) in enumerate(zip(story.states, states, strict=True)):
            assert ours == theirs, story.events[: step + 1]

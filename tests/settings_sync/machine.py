"""Three clients of one person, the real server, and a network that loses, repeats and reorders."""

import json
import uuid

from django.contrib.auth import get_user_model
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from settings_sync.models import Preference
from tests.settings_sync.client_model import ClientModel
from tests.settings_sync.witness import Witness

KEYS = ["system_prompt", "max_tokens"]
DEVICES = ["Laptop", "Phone", "Desk"]
MOST_ROUNDS = 40

devices = st.sampled_from(DEVICES)
keys = st.sampled_from(KEYS)


class Settings(RuleBasedStateMachine):
    """What can happen to settings. `client_class` and `save_changes` are where mutants come in."""

    client_class = ClientModel

    def __init__(self):
        super().__init__()
        name = uuid.uuid4().hex
        self.user = get_user_model().objects.create(username=name, email=f"{name}@example.com")
        self.clients = {}
        self.network = []  # what is under way: functions that deliver
        self.values = 0
        self.witness = Witness(self)
        for device in DEVICES:
            self.open_page(device)

    # What people do

    @rule(device=devices, key=keys)
    def edit(self, device, key):
        self.values += 1
        value = self.values if key == "max_tokens" else f"prompt {self.values}"
        self.type_in(device, key, value)

    @rule(device=devices, other=devices, key=keys)
    def edit_to_what_another_shows(self, device, other, key):
        self.type_in(device, key, self.clients[other].value(key))

    @rule(device=devices)
    def type_nonsense(self, device):
        self.type_in(device, "max_tokens", -1 - self.values)

    @rule(device=devices, key=keys)
    def press_or_lift_the_pointer(self, device, key):
        client = self.clients[device]
        client.release(key) if key in client.held else client.hold(key)

    @rule(device=devices, keep=st.booleans())
    def settle_a_conflict(self, device, keep):
        client = self.clients[device]
        for key in list(client.conflicts)[:1]:
            if not keep:
                self.witness.gave_up(device, key)
            client.keep_mine(key) if keep else client.use_theirs(key)

    @rule(device=devices)
    def reload(self, device):
        """The page goes and comes back; what was pending comes out of its record."""
        record = json.loads(json.dumps(self.clients[device].record()))
        self.open_page(device)
        if record:
            self.clients[device].adopt(record)

    # What the network does

    @rule(device=devices)
    def send(self, device):
        """Send what is pending, or send it again: a client cannot know what was lost."""
        client = self.clients[device]
        mutation = client.take(str(uuid.uuid4()))
        if mutation:
            sent = json.loads(json.dumps(mutation))
            self.network.append(lambda: self.arrive(device, client, sent))

    @rule(device=devices)
    def ask(self, device):
        client = self.clients[device]
        self.network.append(lambda: self.answer_state(client))

    @precondition(lambda self: self.network)
    @rule(data=st.data())
    def deliver(self, data):
        self.network.pop(data.draw(self.somewhere()))()

    @precondition(lambda self: self.network)
    @rule()
    def deliver_all(self):
        for message in self.taken_from_network():
            message()
            self.witness.look()

    @precondition(lambda self: self.network)
    @rule(data=st.data())
    def deliver_twice(self, data):
        self.network[data.draw(self.somewhere())]()

    @precondition(lambda self: self.network)
    @rule(data=st.data())
    def lose(self, data):
        self.network.pop(data.draw(self.somewhere()))

    # What must hold

    @invariant()
    def nobody_saw_what_must_not_be(self):
        self.witness.look()

    def teardown(self):
        self.come_to_rest()
        self.witness.look()
        self.witness.expect_agreement()

    # How it works

    def open_page(self, device):
        self.clients[device] = client = self.client_class()
        client.load(self.states())
        self.witness.opened(device, client)

    def type_in(self, device, key, value):
        self.witness.typed(device, key, value)
        self.clients[device].edit(key, value)

    def taken_from_network(self):
        messages, self.network = self.network, []
        return messages

    def somewhere(self):
        return st.integers(0, len(self.network) - 1)

    def arrive(self, device, client, mutation):
        before = self.states()
        results = self.save_changes(device, mutation)
        after = self.states()
        self.witness.served(device, mutation, results, before, after)
        for key in KEYS:
            if after[key] != before[key]:
                self.push_to_all(key, after[key])
        self.network.append(lambda: client.answer(mutation["id"], results))

    def save_changes(self, device, mutation):
        changes = {key: dict(change) for key, change in mutation["changes"].items()}
        return Preference.objects.save_changes(self.user, mutation["id"], changes, device)

    def push_to_all(self, key, state):
        for client in self.clients.values():
            self.network.append(lambda client=client: client.push(key, state))

    def answer_state(self, client):
        states = self.states()
        self.network.append(lambda: client.load(states))

    def states(self):
        return {key: preference.as_json() for key, preference in Preference.objects.of(self.user, KEYS).items()}

    def come_to_rest(self):
        """Everything arrives, everybody answers every question, until nothing is left to do."""
        for _ in range(MOST_ROUNDS):
            for device in self.clients:
                self.settle_a_conflict(device, keep=device != "Phone")
                self.send(device)
                self.ask(device)
            while self.network:
                self.deliver_all()
            if all(client.idle and not client.conflicts for client in self.clients.values()):
                return
        raise AssertionError("Somebody is never done")

"""Looks over everybody's shoulder, knows nothing of how saving works, and says when a promise is broken."""


class Witness:
    """Keeps what each person saw and typed, and who wrote which version."""

    def __init__(self, world):
        self.world = world
        self.seen = {}  # (device, key) → versions that were on the screen, or offered as theirs
        self.newest = {}  # client → {key: version}
        self.typed_last = {}  # (device, key) → value that must not vanish before it was the truth
        self.typed_ever = {}  # (device, key) → the same, for good
        self.saved = set()  # (device, key, value, base) that the server has applied
        self.writer = {}  # (key, version) → device
        self.written = set()  # (key, value) that were ever the truth on the server
        self.broken = []

    # What is reported

    def opened(self, device, client):
        self.newest[client] = {}

    def typed(self, device, key, value):
        self.typed_last[device, key] = self.typed_ever[device, key] = value

    def gave_up(self, device, key):
        self.typed_last.pop((device, key), None)

    def served(self, device, mutation, results, before, after):
        """The server has answered a save; judge what it did by what the rows say."""
        for key, state in after.items():
            if state == before[key]:
                continue
            old, new = before[key]["version"], state["version"]
            self.expect(new > old, f"{key} went from version {old} to {new}")
            self.expect(self.knew(device, key, old), f"{device} overwrote {key} version {old} unseen")
            self.writer[key, new] = device
            self.written.add((key, state["value"]))
        for key, result in results.items():
            self.answered(device, key, mutation["changes"][key], result)

    def answered(self, device, key, change, result):
        edit = (device, key, change["value"], change["base_version"])
        if result["value"] == change["value"]:
            self.saw(device, key, result["version"])
        if result["status"] == "applied":
            self.saved.add(edit)
        if result["status"] == "conflict":
            self.expect(edit not in self.saved, f"{device} is asked about {key} again, which was saved")
            own = self.writer.get((key, result["version"])) == device
            self.expect(not own, f"{device} conflicts with itself about {key}")

    def saw(self, device, key, version):
        self.seen.setdefault((device, key), set()).add(version)

    def knew(self, device, key, version):
        return version in self.seen.get((device, key), ()) or self.writer.get((key, version)) == device

    # What is looked at after every step

    def look(self):
        for device, client in self.world.clients.items():
            for key, state in client.confirmed.items():
                self.look_at(device, client, key, state)
        assert not self.broken, self.broken

    def look_at(self, device, client, key, state):
        version = state["version"]
        self.expect(version >= self.newest[client].get(key, 0), f"{device} went back to version {version} of {key}")
        self.newest[client][key] = version
        if key in client.conflicts:
            mine = client.conflicts[key]["value"]
            self.expect(mine == self.typed_ever.get((device, key)), f"{device} is asked about {mine}, which it never typed")
        if self.on_screen(client, key):
            self.saw(device, key, version)
        self.expect_kept(device, client, key)

    def on_screen(self, client, key):
        """What is confirmed is shown where nothing of one's own covers it, and beside one's own in a conflict."""
        return key in client.conflicts or (client.mine(key) is None and key not in client.held)

    def expect_kept(self, device, client, key):
        value = self.typed_last.get((device, key))
        if (key, value) in self.written or client.confirmed[key]["value"] == value:
            self.typed_last.pop((device, key), None)
        elif value is not None:
            self.expect(client.value(key) == value, f"{device} lost {value!r} of {key}")

    def expect_agreement(self):
        truth = self.world.states()
        for device, client in self.world.clients.items():
            shown = {key: client.confirmed[key] for key in truth}
            self.expect(shown == truth, f"{device} ends with {shown}, the server with {truth}")
            ours = {key: client.value(key) for key in truth if key not in client.invalid}
            self.expect(all(ours[key] == truth[key]["value"] for key in ours), f"{device} shows {ours}")
        assert not self.broken, self.broken

    def expect(self, claim, words):
        if not claim:
            self.broken.append(words)

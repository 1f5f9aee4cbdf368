"""static/js/settings/store.js and adoption.js in Python, method by method, so that a state machine can prove it on the real server.

tests/settings_sync/test_browser_store.py drives both with the same events and expects the same states.
"""


class ClientModel:
    """What one page knows of its person's preferences."""

    def __init__(self):
        self.loaded = False
        self.confirmed = {}  # key → {value, version, device, at}, the newest that is known
        self.draft = {}  # key → {value, base}; base None: whatever the save in flight will be acknowledged with
        self.in_flight = None  # {id, changes: {key: {value, base_version}}}, never altered once made
        self.conflicts = {}  # key → {value}, mine; theirs is what is confirmed
        self.invalid = {}  # key → {value, base, message}
        self.held = {}  # key → version on the screen when the pointer went down

    @property
    def idle(self):
        return not self.in_flight and not self.draft

    def value(self, key):
        return (self.mine(key) or self.confirmed[key])["value"]

    def mine(self, key):
        changes = self.in_flight["changes"] if self.in_flight else {}
        return self.draft.get(key) or self.conflicts.get(key) or self.invalid.get(key) or changes.get(key)

    def load(self, states):
        self.loaded = True
        for key, state in states.items():
            self.push(key, state)

    def push(self, key, state):
        if state["version"] <= self.confirmed.get(key, {"version": -1})["version"]:
            return
        self.confirmed[key] = state
        if key in self.conflicts:
            self.conflict(key, self.conflicts[key]["value"])

    def hold(self, key):
        self.held.setdefault(key, self.confirmed[key]["version"])

    def release(self, key):
        self.held.pop(key, None)

    def edit(self, key, value):
        if key in self.conflicts:
            return self.conflict(key, value)
        self.draft[key] = {"value": value, "base": self.base_of(key)}
        self.invalid.pop(key, None)
        self.forget_undone(key)

    def base_of(self, key):
        earlier = self.draft.get(key) or self.invalid.get(key)
        if earlier:
            return earlier["base"]
        if self.in_flight and key in self.in_flight["changes"]:
            return None
        return self.held.get(key, self.confirmed[key]["version"])

    def forget_undone(self, key):
        draft = self.draft.get(key)
        if draft and draft["base"] is not None and draft["value"] == self.confirmed[key]["value"]:
            del self.draft[key]

    def take(self, mutation_id):
        if not self.loaded or self.idle:
            return None
        if not self.in_flight:
            self.in_flight = {"id": mutation_id, "changes": self.freeze()}
        return self.in_flight

    def freeze(self):
        changes = {key: {"value": each["value"], "base_version": each["base"]} for key, each in self.draft.items()}
        self.draft = {}
        return changes

    def answer(self, mutation_id, results):
        if not self.in_flight or self.in_flight["id"] != mutation_id:
            return
        changes, self.in_flight = self.in_flight["changes"], None
        for key, change in changes.items():
            self.settle(key, change, results[key])

    def settle(self, key, change, result):
        mine = self.draft.get(key) or change
        if "version" in result:
            self.push(key, {name: result[name] for name in ("value", "version", "device", "at")})
        if result["status"] == "conflict":
            self.draft.pop(key, None)
            self.conflict(key, mine["value"])
        elif result["status"] == "invalid":
            self.refuse(key, change, result["message"])
        else:
            self.rebase(key, result["version"])

    def rebase(self, key, version):
        if key in self.held:
            self.held[key] = version
        if key in self.draft:
            self.draft[key] = {"value": self.draft[key]["value"], "base": version}
            self.forget_undone(key)

    def reject(self, mutation_id, message):
        if self.in_flight:
            refused = {"status": "invalid", "message": message}
            self.answer(mutation_id, dict.fromkeys(self.in_flight["changes"], refused))

    def refuse(self, key, change, message):
        base = change["base_version"]
        if key in self.draft:
            self.draft[key] = {"value": self.draft[key]["value"], "base": base}
        else:
            self.invalid[key] = {"value": change["value"], "base": base, "message": message}

    def conflict(self, key, value):
        if value == self.confirmed[key]["value"]:
            self.conflicts.pop(key, None)
        else:
            self.conflicts[key] = {"value": value}

    def keep_mine(self, key):
        self.draft[key] = {"value": self.conflicts[key]["value"], "base": self.confirmed[key]["version"]}
        del self.conflicts[key]

    def use_theirs(self, key):
        del self.conflicts[key]
        self.release(key)

    def record(self):
        if not (self.in_flight or self.draft or self.conflicts or self.invalid):
            return None
        parts = {"draft": self.draft, "conflicts": self.conflicts, "invalid": self.invalid}
        return {**parts, "inFlight": self.in_flight}

    def can_adopt(self, record):
        taken = self.conflicts.keys() | self.invalid.keys()
        return self.loaded and self.idle and not (taken & keys_of(record))

    def adopt(self, record, same_life=True):
        known = keys_of(record) & self.confirmed.keys()
        if same_life:
            self.in_flight = record["inFlight"]
            self.draft = pick(record["draft"], known)
            self.invalid |= pick(record["invalid"], known)
        for key in known:
            if not same_life:
                self.conflict(key, value_in(record, key))
            elif key in record["conflicts"]:
                self.conflict(key, record["conflicts"][key]["value"])
            self.forget_undone(key)

    def forget_pending(self):
        self.draft, self.in_flight, self.conflicts, self.invalid = {}, None, {}, {}


def parts(record):
    return [record["draft"], record["conflicts"], record["invalid"], (record["inFlight"] or {"changes": {}})["changes"]]


def keys_of(record):
    return {key for part in parts(record) for key in part}


def value_in(record, key):
    return next(part[key] for part in parts(record) if key in part)["value"]


def pick(mapping, keys):
    return {key: mapping[key] for key in mapping if key in keys}

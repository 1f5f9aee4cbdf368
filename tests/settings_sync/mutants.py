"""The machine with one rule of the protocol taken out. Each of these loses somebody's edit, or bothers somebody."""

from hypothesis import Phase

from settings_sync.models import Mutation
from tests.settings_sync.client_model import ClientModel
from tests.settings_sync.machine import Settings

PHASES = [Phase.generate]  # it is enough to find a failure; nobody reads the smallest one


class LastWriteWins(Settings):
    def save_changes(self, device, mutation):
        current = self.states()
        for key, change in mutation["changes"].items():
            change["base_version"] = current[key]["version"]
        return super().save_changes(device, mutation)


class NoMutationMemory(Settings):
    def save_changes(self, device, mutation):
        results = super().save_changes(device, mutation)
        Mutation.objects.filter(user=self.user).delete()
        return results


class ServerWinsSilently(Settings):
    def save_changes(self, device, mutation):
        results = super().save_changes(device, mutation)
        for result in results.values():
            result["status"] = result["status"].replace("conflict", "accepted")
        return results


class WholeDocumentSave(Settings):
    class client_class(ClientModel):
        def freeze(self):
            untouched = {key: self.untouched(key) for key in self.confirmed}
            return untouched | super().freeze()

        def untouched(self, key):
            return {"value": self.confirmed[key]["value"], "base_version": self.confirmed[key]["version"]}


class PushClobbersDraft(Settings):
    class client_class(ClientModel):
        def push(self, key, state):
            super().push(key, state)
            if self.draft.get(key, {}).get("base") is not None:
                del self.draft[key]


class StalePushAccepted(Settings):
    class client_class(ClientModel):
        def push(self, key, state):
            self.confirmed[key] = state


class BaseTakenAtSendTime(Settings):
    class client_class(ClientModel):
        def freeze(self):
            changes = super().freeze()
            for key, change in changes.items():
                change["base_version"] = self.confirmed[key]["version"]
            return changes


class NewIdAtEveryRetry(Settings):
    class client_class(ClientModel):
        def take(self, mutation_id):
            if self.in_flight:
                self.in_flight["id"] = mutation_id
            return super().take(mutation_id)


class EditInFlightForgetsTheSave(Settings):
    """It keeps the base of before, not the version that this save becomes."""

    class client_class(ClientModel):
        def base_of(self, key):
            base = super().base_of(key)
            return self.confirmed[key]["version"] if base is None else base

        def settle(self, key, change, result):
            draft = self.draft.get(key)
            super().settle(key, change, result)
            if key in self.draft:
                self.draft[key] = draft


class AnswerClobbersDraft(Settings):
    class client_class(ClientModel):
        def settle(self, key, change, result):
            self.draft.pop(key, None)
            super().settle(key, change, result)


class ReloadForgetsWhatIsInFlight(Settings):
    class client_class(ClientModel):
        def adopt(self, record, same_life=True):
            super().adopt(record | {"inFlight": None}, same_life)


ALL = [each for each in list(vars().values()) if isinstance(each, type) and issubclass(each, Settings) and each is not Settings]

"""How long a run is: the whole of it about nine minutes, the quick one within one."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Plan:
    sizes: tuple  # sockets
    seconds: float  # of a window; ten hold exactly one pulse, and idling for as long holds one too
    rounds: int  # at the most sockets on uvicorn, elsewhere one
    settle: float  # seconds before memory is read
    rows: int
    repetitions: int
    servers: tuple = ("uvicorn", "daphne")

    @property
    def most(self):
        return max(self.sizes)

    def windows(self, verb):
        """Seconds of writing for this verb; only one topic needs ten, because only there CPU is measured finely."""
        return self.seconds if verb == "one" else min(self.seconds, 3 if verb == "many" else 5)


FULL = Plan((1, 100, 1000), seconds=10, rounds=2, settle=4, rows=10_000, repetitions=3)
ALONE = replace(FULL, sizes=(1000,), rounds=1)
QUICK = Plan((1, 100), seconds=1, rounds=1, settle=1, rows=1_000, repetitions=1, servers=("uvicorn",))
QUICK_ALONE = replace(QUICK, sizes=(100,))

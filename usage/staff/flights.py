"""Many who ask the same at once are answered once."""

import threading
from weakref import WeakValueDictionary


class Flights:
    """Works out equal questions one at a time. Whoever asks while one is being worked out shares the next answer with all who do:
    nobody gets one that was begun before they asked."""

    def __init__(self):
        self._lock = threading.Lock()
        self._open = {}  # key → the flight that has not begun
        self._turns = WeakValueDictionary()

    def get(self, key, work, wanted=()):
        """The answer of `work(wanted)`, where `wanted` is all that anybody who shares it wants."""
        flight = self._board(key, wanted)
        with flight.turn.lock:
            if not flight.is_over:
                self._close(key, flight)
                flight.answer = work(flight.wanted)
                flight.is_over = True
        return flight.answer

    def _board(self, key, wanted):
        with self._lock:
            turn = self._turns.setdefault(key, Turn())
            flight = self._open.setdefault(key, Flight(turn))
            flight.wanted |= set(wanted)
            flight.boarded += 1
            return flight

    def _close(self, key, flight):
        """From now on whoever comes waits for the next one. After a failure it was closed before."""
        with self._lock:
            if self._open.get(key) is flight:
                del self._open[key]


class Turn:
    """Lets one flight of a key go at a time."""

    def __init__(self):
        self.lock = threading.Lock()


class Flight:
    """One answer. Where it fails, that is told to whoever worked it out, and the next in the row tries again."""

    def __init__(self, turn):
        self.turn, self.wanted, self.boarded = turn, set(), 0
        self.is_over, self.answer = False, None

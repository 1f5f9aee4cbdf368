"""What a window of writing measured, and how several windows become one row."""

from collections import Counter
from dataclasses import dataclass
from statistics import median


@dataclass
class Window:
    """Some seconds of writing: every latency in seconds, CPU of the server beyond idling, deliveries asked for and made."""

    latencies: list
    expected: int
    received: int
    twice: int
    stale: int  # notices that told a tab to fetch instead
    cpu: float
    client: float  # share of its core that the client used
    rate: float  # events a second that the writer reached

    @property
    def cpu_each(self):
        """CPU seconds a delivery."""
        return self.cpu / max(self.received, 1)


@dataclass
class Row:
    """The windows of one cell, taken together."""

    windows: list

    def percentile(self, share):
        """Milliseconds."""
        ordered = sorted(latency for window in self.windows for latency in window.latencies)
        return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else float("nan")

    @property
    def micros(self):
        """µs of CPU a delivery."""
        return 1e6 * sum(window.cpu for window in self.windows) / max(sum(window.received for window in self.windows), 1)

    @property
    def micros_range(self):
        each = [1e6 * window.cpu_each for window in self.windows]
        return min(each), max(each)

    @property
    def client(self):
        return max(window.client for window in self.windows)

    @property
    def rate(self):
        return median(window.rate for window in self.windows)

    @property
    def counted(self):
        """(received, expected, received twice, told to fetch instead)."""
        names = ("received", "expected", "twice", "stale")
        return tuple(sum(getattr(window, name) for window in self.windows) for name in names)

    @property
    def is_whole(self):
        received, expected, twice, _ = self.counted
        return received == expected and not twice


def matched(stamps, arrivals, watchers):
    """(latencies, expected, received, received twice) of what was committed and what arrived."""
    committed = {(topic, version): when for topic, version, when in stamps}
    expected = sum(watchers(topic) for topic, _ in committed)
    copies = Counter((tab, topic, version) for tab, topic, version, _ in arrivals if (topic, version) in committed)
    latencies = [when - committed[topic, version] for _, topic, version, when in arrivals if (topic, version) in committed]
    return latencies, expected, len(copies), sum(copies.values()) - len(copies)


@dataclass
class Spread:
    """Percentiles of some measured values."""

    p50: float
    p95: float
    p99: float

    def __str__(self):
        return f"{self.p50:.1f} / {self.p95:.1f} / {self.p99:.1f}"


def spread(values):
    ordered = sorted(values) or [float("nan")]
    return Spread(*(ordered[min(int(share * len(ordered)), len(ordered) - 1)] for share in (0.5, 0.95, 0.99)))

"""How the figures are shown: each beside its peer, and beside its aim where there is one."""

HEAD = f"  {'sockets':>7}  {'to':<15} {'':<5} {'p50':>7} {'p95':>7} {'p99':>7} ms  {'µs CPU/delivery':>17}   received"


def title(text):
    print(f"\n{text}\n{'-' * len(text)}", flush=True)


def line(text=""):
    print(text, flush=True)


def row(sockets, target, name, row, timed=True, costed=True):
    """One line of the matrix. Batches are not timed: their latency is that of their own writing. Too few
    deliveries are not costed: what the server does beside them varies by more than they cost."""
    times = " ".join(f"{row.percentile(share):7.1f}" for share in (0.5, 0.95, 0.99)) if timed else f"{'':>23}"
    low, high = row.micros_range
    spread = f" ({low:.1f} to {high:.1f})" if len(row.windows) > 1 else ""
    cost = f"{row.micros:>6.1f}{spread:<18}" if costed else f"{'':24}"
    line(f"  {sockets:>7,}  {target:<15} {name:<5} {times}     {cost} {_counted(row)}{_remarks(row)}")


def _counted(row):
    received, expected, twice, stale = row.counted
    words = f"{received:,} of {expected:,}"
    if received != expected:
        words += f"  *** {expected - received:,} LOST, {stale:,} told to fetch"
    return words + (f"  *** {twice:,} TWICE" if twice else "")


def _remarks(row):
    slow = f"  (wrote {row.rate:.1f}/s only)" if row.rate < 9.5 else ""
    return slow + (f"  (client busy {row.client:.0%}: its own limit)" if row.client > 0.7 else "")


class Aims:
    """What was aimed at and what came out; `missed` decides nothing, people read it."""

    def __init__(self):
        self.lines = []

    def at_most(self, what, value, limit, unit):
        verdict = "ok" if value <= limit else "MISSED"
        self.lines.append(f"  {verdict:<7} {what:<58} {value:>8.2f}   aim ≤ {limit:g} {unit}")

    def true(self, what, holds):
        self.lines.append(f"  {'ok' if holds else 'MISSED':<7} {what}")

    def show(self):
        title("Aims")
        line("\n".join(self.lines))

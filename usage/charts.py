"""Charts of days: where each part of each bar stands, in per cent of the plot, so that one drawing fits every width."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.dateformat import format as dated

from usage.money import USD, shown

MOST = 6  # series that have a shade of their own
OTHER = "Other"
LINES = 4  # at most, above the ground line
LABELS = 4  # days that are named under the bars; of a week all
GAP, NARROW_GAP = 0.24, 0.08  # between bars, as a share of a day's width
MANY_DAYS = 40


@dataclass(frozen=True)
class Unit:
    """How amounts are written: `shown(amount)` in full, `tick(amount, step)` beside a line of the plot."""

    shown: Callable
    tick: Callable


@dataclass(frozen=True)
class Series:
    """What one colour stands for, with its sum in words. `shade` is 1 to 6, or "other"."""

    name: str
    shade: str
    total: str


@dataclass(frozen=True)
class Part:
    """A piece of a bar: its shade, its upper edge and its height."""

    shade: str
    y: str
    height: str


@dataclass(frozen=True)
class Bar:
    """A day: the room it has (`left`, `room`), the bar in it (`x`, `width`), and what it says at the pointer."""

    left: str
    room: str
    x: str
    width: str
    parts: list
    words: str


@dataclass(frozen=True)
class Line:
    """A line across the plot, or a label under it: where, what it says, and how a label hangs there."""

    at: str
    label: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Chart:
    """All that `pieces/_chart.html` draws. `lines` from the ground up; `rows` of the table behind it: a day and its cells."""

    words: str = ""
    series: tuple = ()
    bars: tuple = ()
    lines: tuple = ()
    days: tuple = ()
    rows: tuple = ()

    @property
    def is_empty(self):
        return not self.series


def bars(days, series, unit, order=()):
    """Stacked bars. `days`: dates without a gap, the oldest first; `series`: {name: {day: amount}} in whole numbers of `unit`.

    What sums up highest is nearest to the ground. Beyond six series the rest is one. A day that is not there is zero.
    `order`: names that rank before sums do, so that charts beside each other have the same colours.
    """
    ranked = _ranked(days, series, order)
    if not ranked:
        return Chart()
    sums = [sum(amounts[index] for _, _, amounts in ranked) for index in range(len(days))]
    step = step_of(max(sums))
    top = -(-max(sums) // step) * step
    return Chart(
        words=_words(days, sums, unit),
        series=tuple(Series(name, shade, unit.shown(sum(amounts))) for name, shade, amounts in ranked),
        bars=tuple(_bar(days, index, ranked, sums[index], top, unit) for index in range(len(days))),
        lines=tuple(Line(_share(top - at, top), unit.tick(at, step)) for at in range(0, top + 1, step)),
        days=tuple(_labels(days)),
        rows=tuple(_rows(days, ranked, sums, unit)),
    )


def step_of(most):
    """The distance of lines that reach `most` in four steps or fewer: 1, 2 or 5 with zeros."""
    wanted, power = -(-most // LINES), 1
    while power * 10 < wanted:
        power *= 10
    return next(power * digit for digit in (1, 2, 5, 10) if power * digit >= wanted)


def compact(amount, step=1):
    """A count that fits beside a line: 950, 1.5k, 20M."""
    for size, letter in ((10**9, "B"), (10**6, "M"), (10**3, "k")):
        if amount >= size:
            return f"{amount / size:.1f}".removesuffix(".0") + letter
    return str(amount)


def highest(days, series):
    """The names of series, the highest sum of these days first, without what is nothing."""
    sums = {name: sum(_amounts(days, by_day)) for name, by_day in series.items()}
    return sorted(filter(sums.get, sums), key=lambda name: (-sums[name], name))


def _ranked(days, series, order):
    """[(name, shade, [amount by day])] without what is nothing."""
    names = list(dict.fromkeys([*order, *highest(days, series)]))
    own, rest = names[:MOST], names[MOST:]
    found = [(name, str(at), _amounts(days, series.get(name, {}))) for at, name in enumerate(own, 1)]
    if rest:
        each = [_amounts(days, series.get(name, {})) for name in rest]
        found.append((OTHER, "other", [sum(amounts) for amounts in zip(*each, strict=True)]))
    return [(name, shade, amounts) for name, shade, amounts in found if any(amounts)]


def _amounts(days, by_day):
    return [max(by_day.get(day, 0), 0) for day in days]


def _bar(days, index, ranked, total, top, unit):
    count = len(days)
    gap = GAP if count <= MANY_DAYS else NARROW_GAP
    parts, below, said = [], 0, [f"{_day(days[index])}: {unit.shown(total)}"]
    for name, shade, amounts in ranked:
        if amount := amounts[index]:
            below += amount
            parts.append(Part(shade, _share(top - below, top), _share(amount, top)))
            said.append(f"{name}: {unit.shown(amount)}")
    return Bar(
        left=_share(index, count),
        room=_share(1, count),
        x=_share(index + gap / 2, count),
        width=_share(1 - gap, count),
        parts=parts,
        words="\n".join(said),
    )


def _labels(days):
    """Some of the days, counted from the last: that is the one people look for."""
    count = len(days)
    every = 1 if count <= 7 else -(-count // LABELS)
    for index in sorted(range(count - 1, -1, -every)):
        middle = (index + 0.5) / count
        anchor = "start" if middle < 0.05 else "end" if middle > 0.95 else "middle"
        yield Line(_share(index + 0.5, count), _day(days[index]), anchor)


def _rows(days, ranked, sums, unit):
    for index in reversed(range(len(days))):
        cells = [unit.shown(amounts[index]) for _, _, amounts in ranked]
        yield days[index], [*cells, unit.shown(sums[index])]


def _words(days, sums, unit):
    highest = max(range(len(days)), key=lambda index: sums[index])
    most = f"the most on {_day(days[highest])}: {unit.shown(sums[highest])}"
    return f"{_day(days[0])} to {_day(days[-1])}: {unit.shown(sum(sums))} in all, {most}."


def _share(part, whole):
    return f"{100 * part / whole:.2f}".rstrip("0").rstrip(".") + "%"


def _day(day):
    return dated(day, "j M")


def _dollars(amount, step):
    """As many digits as the step needs: $5, $0.50, $0.0002."""
    return shown(amount, 0 if amount == 0 or step % USD == 0 else max(2, 10 - len(str(step))))


MONEY = Unit(shown, _dollars)
COUNT = Unit("{:,}".format, compact)

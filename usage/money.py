"""Amounts of money are whole numbers of nano-USD: a billionth of a dollar. No floats, no decimals, anywhere but on the page."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

USD = 1_000_000_000
CENT = USD // 100
MOST = 10**9 * USD  # a billion dollars: what fits a database's 64 bits with room to add up


def dollars(text):
    """Nano-USD of an amount as people write it: "5", "0.25", "-1,000.5". Raises ValueError."""
    amount = _decimal(text)
    if not amount.is_finite():
        raise ValueError(f"{text} is not an amount in dollars.")
    is_near = abs(amount.adjusted()) <= len(str(MOST))  # 1e999999 is five letters, and a million digits as a whole number
    if not is_near or int(amount * USD) != amount * USD or abs(amount * USD) > MOST:
        raise ValueError(f"{text} has more digits than an amount in dollars has here.")
    return int(amount * USD)


def _decimal(text):
    try:
        return Decimal(str(text).replace(",", "").replace("$", "").strip())
    except InvalidOperation:
        raise ValueError(f"{text} is not an amount in dollars.") from None


def shown(nano, places=None):
    """An amount for people: `$1,234.50`. Below a dollar as many digits as it takes to say something: `$0.0042`."""
    if nano is None:
        return "unpriced"
    sign, nano = ("−" if nano < 0 else ""), abs(nano)
    if places is None:
        places = _places(nano)
    rounded = (Decimal(nano) / USD).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{sign}${rounded:,f}"


def exact(nano):
    """All digits of an amount, for files: `0.000000001`."""
    return "" if nano is None else f"{Decimal(nano) / USD:.9f}"


def cost(row):
    """What calls cost, of anything with `charged` (nano-USD), `requests` and `unpriced` (how many of them have no price).

    What nobody knows is not shown as nothing: "unpriced", or `$1.20 + 3 unpriced`.
    """
    if not row.unpriced:
        return shown(row.charged)
    return "unpriced" if row.unpriced == row.requests else f"{shown(row.charged)} + {row.unpriced:,} unpriced"


def plain(nano):
    """An amount as a field to type in has it: `5.00`, `0.0042`; nothing for None."""
    return "" if nano is None else shown(nano, max(2, len(exact(nano).rstrip("0").partition(".")[2])))[1:].replace(",", "")


def _places(nano):
    """Two from a dollar up; below, enough for two digits that are not zero, nine at most."""
    if nano == 0 or nano >= USD:
        return 2
    return max(2, min(9, 11 - len(str(nano))))

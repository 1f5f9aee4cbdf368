"""What counts as a number of tokens. A provider may send anything for one."""

MOST = 2**31 - 1  # what a column takes


def is_count(value):
    """Whether this is one: neither text, nor a fraction, nor true."""
    return type(value) is int and 0 <= value <= MOST

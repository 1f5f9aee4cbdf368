"""The operator's view of usage and credits: mostly to read, because what happened is what happened."""

from usage.admin import accounts, calls, entries, price_list, purchases  # noqa: F401 – each registers its pages

from django import template

from usage import money as amounts
from usage.money import shown

register = template.Library()


@register.filter
def money(nano):
    """`{{ account.balance|money }}` → `$1,234.50`; nano-USD, None is "unpriced"."""
    return shown(nano)


@register.filter
def exactly(nano):
    """`{{ totals.charged|exactly }}` → `$0.001234567`: all digits, for who hovers and for who compares."""
    return f"${amounts.exact(nano)}".replace("$-", "−$")


@register.filter
def cost(row):
    """`{{ totals|cost }}` → `$1.20 + 3 unpriced`: what calls cost, of whatever has `charged`, `requests` and `unpriced`."""
    return amounts.cost(row)


@register.filter
def cents(amount, currency="usd"):
    """`{{ 1250|cents:"eur" }}` → `12.50 EUR`; dollars have their sign."""
    return f"${amount / 100:,.2f}" if currency == "usd" else f"{amount / 100:,.2f} {currency.upper()}"


@register.filter
def thousands(number):
    """`{{ 1234567|thousands }}` → `1,234,567`."""
    return f"{number:,}"

"""Buying credits. Without Stripe's keys there is no address for its messages."""

from tests.security.roles import LOGIN, MINE, NOT_SO, row
from usage.models import CreditPurchase

ADDRESSES = {
    "usage/credits/": row(get=MINE),
    "usage/credits/balance/": row(get=(401, 200, 200, 200)),
    "usage/credits/purchases/": row(get=(401, 200, 200, 200)),
    "usage/credits/entries/": row(get=(401, 200, 200, 200)),
    "usage/credits/buy/": row(get=NOT_SO, post=(LOGIN, 422, 422, 422)),
    "usage/credits/{purchase}/checkout/": row(get=(LOGIN, 404, 200, 404)),
    "usage/credits/{purchase}/test/": row(get=NOT_SO, post=(LOGIN, 404, 422, 404)),
    "usage/webhooks/stripe/": row(get=NOT_SO, post=404),
}
OBJECTS = {
    "purchase": lambda grace: (
        CreditPurchase.objects.create(user=grace, provider="test", credits=5, price_cents=5, currency="usd").pk
    ),
}
ADMIN = {
    "usage.price": "view add",
    "usage.package": "view add change",
    "usage.creditaccount": "view add change",
    "usage.creditentry": "view",
    "usage.creditpurchase": "view",
    "usage.hold": "view",
    "usage.webhookevent": "view",
}

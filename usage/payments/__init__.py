"""Buying credits: what a purchase can become, and the two ways to pay, Stripe's checkout and one that moves no money."""

from django.conf import settings

STRIPE, TEST = "stripe", "test"


def service():
    """Who takes payments here: STRIPE, TEST, or "" where nothing can be bought."""
    if settings.STRIPE_SECRET_KEY:
        return STRIPE
    return TEST if settings.TEST_CHECKOUT else ""

"""How credits are paid for: Stripe where its keys are set; else, where that is wanted, a checkout that moves no money."""

from django.core.exceptions import ImproperlyConfigured


def from_environment(env, debug):
    """The settings `STRIPE_…` and `TEST_CHECKOUT`. Where Stripe is, there is no test checkout, whatever is asked for."""
    secret, webhook = env.str("STRIPE_SECRET_KEY", "").strip(), env.str("STRIPE_WEBHOOK_SECRET", "").strip()
    if bool(secret) != bool(webhook):
        raise ImproperlyConfigured("STRIPE_SECRET_KEY and STRIPE_WEBHOOK_SECRET belong together: set both, or none.")
    return {
        "STRIPE_SECRET_KEY": secret,
        "STRIPE_WEBHOOK_SECRET": webhook,
        "STRIPE_API_BASE": env.str("STRIPE_API_BASE", "").rstrip("/"),
        "TEST_CHECKOUT": env.bool("TEST_CHECKOUT", debug) and not secret,
    }

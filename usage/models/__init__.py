from usage.models.accounts import CreditAccount
from usage.models.days import ModelDay, SiteDay, UserDay
from usage.models.entries import CreditEntry
from usage.models.holds import Hold
from usage.models.logs import UsageLog
from usage.models.prices import Price
from usage.models.purchases import CreditPurchase, Package, WebhookEvent

__all__ = [
    "CreditAccount",
    "CreditEntry",
    "CreditPurchase",
    "Hold",
    "ModelDay",
    "Package",
    "Price",
    "SiteDay",
    "UsageLog",
    "UserDay",
    "WebhookEvent",
]

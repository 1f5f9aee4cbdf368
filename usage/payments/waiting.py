"""What nobody paid, and messages that no one needs any more."""

from django.utils import timezone

from jobs.chores import chore
from jobs.retention import prunes
from usage.models import CreditPurchase, WebhookEvent
from usage.models.purchases import LONGEST
from usage.payments import purchasing


@chore(seconds=600)
def expire_what_nobody_paid():
    """Returns how many were."""
    waiting = CreditPurchase.objects.waiting_since(timezone.now() - LONGEST)
    return sum(purchasing.expire(pk) for pk in list(waiting.values_list("pk", flat=True)[:1000]))


@prunes("messages of payment services", days=90)
def old_messages(moment):
    """A copy that comes later still is refused for its age; and every payment counts once without them too."""
    return WebhookEvent.objects.filter(at__lt=moment)

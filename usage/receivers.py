"""What happens when logs are saved or deleted by other ways than settling, and when purchases, prices and people are."""

from django.contrib.auth import get_user_model
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from accounts.receivers import is_mere_login
from realtime import publish
from usage import budgets, correcting, prices
from usage.models import CreditAccount, CreditEntry, CreditPurchase, Hold, Price, UsageLog
from usage.payments import purchasing
from usage.settling import announce


@receiver(post_save, sender=UsageLog)
def push_log(sender, instance, created, raw, **kwargs):
    """A correction moves the sums by the difference."""
    if raw:
        return
    before, instance.counted = None if created else instance.counted, instance.figures()
    correcting.move(before, instance.counted)
    announce(instance.user_id)


@receiver(post_delete, sender=UsageLog)
def pull_log(sender, instance, **kwargs):
    correcting.move(instance.figures(), None)
    announce(instance.user_id)


@receiver(pre_delete, sender=UsageLog)
@receiver(pre_delete, sender=CreditEntry)
def keep_books(sender, instance, **kwargs):
    instance.let_go()


@receiver(post_save, sender=CreditAccount)
def push_account(sender, instance, raw, **kwargs):
    if not raw and instance.user_id:
        announce(instance.user_id)
        budgets.announce(instance)


@receiver(post_save, sender=CreditPurchase)
@receiver(post_delete, sender=CreditPurchase)
def push_purchase(sender, instance, raw=False, **kwargs):
    if not raw:
        purchasing.count_for(instance.user_id)
        announce(instance.user_id)


@receiver(post_save, sender=get_user_model())
@receiver(post_delete, sender=get_user_model())
def push_person(sender, raw=False, update_fields=None, **kwargs):
    """Everybody has a row on the staff page, also who has used nothing yet."""
    if not (raw or is_mere_login(update_fields)):
        publish("usage")


@receiver(pre_delete, sender=get_user_model())
def forget_person(sender, instance, **kwargs):
    """The books stay, without words about whose they are; what may run still is settled without an account."""
    CreditEntry.objects.filter(account__user=instance).update(note="")
    Hold.objects.filter(account__user=instance).delete()
    CreditAccount.objects.filter(user=instance).update(held=0)


@receiver(post_save, sender=Price)
def push_price(sender, **kwargs):
    prices.forget()
    publish("usage")

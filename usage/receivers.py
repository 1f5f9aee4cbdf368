"""What happens when logs are saved or deleted by other ways than settling, and when purchases, prices and people are."""

from django.contrib.auth import get_user_model
from django.db.models import F, Max
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver

from accounts.receivers import is_mere_login
from realtime import publish
from usage import budgets, prices, rollups
from usage.models import CreditAccount, CreditEntry, CreditPurchase, Hold, Price, UsageLog
from usage.settling import announce


@receiver(post_save, sender=UsageLog)
def push_log(sender, instance, created, raw, **kwargs):
    """A correction moves the sums by the difference."""
    if raw:
        return
    before, instance.counted = instance.counted, instance.figures()
    if not created and before is not None:
        _count(before, -1)
    if created or before is not None:
        _count(instance.counted)
    _look_for_the_last(instance.user_id)
    announce(instance.user_id)


@receiver(post_delete, sender=UsageLog)
def pull_log(sender, instance, **kwargs):
    _count(instance.figures(), -1)
    _look_for_the_last(instance.user_id)
    announce(instance.user_id)


@receiver(post_save, sender=CreditAccount)
def push_account(sender, instance, raw, **kwargs):
    if not raw and instance.user_id:
        announce(instance.user_id)
        budgets.announce(instance)


@receiver(post_save, sender=CreditPurchase)
@receiver(post_delete, sender=CreditPurchase)
def push_purchase(sender, instance, raw=False, **kwargs):
    """Whether a person has ever paid stands on their account, counted anew: what it was before does not matter."""
    if raw:
        return
    bought = CreditPurchase.objects.counted().filter(user=instance.user_id).count() if instance.user_id else 0
    CreditAccount.objects.filter(user=instance.user_id, user__isnull=False).update(purchases=bought)
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


def _count(counted, sign=1):
    user, day, _, _, requests, tokens, images, charged = counted
    rollups.add(counted, sign)
    if not user:
        return
    account = CreditAccount.objects.filter(pk=CreditAccount.objects.of(user).pk)
    account.update(
        requests=F("requests") + sign * requests,
        tokens=F("tokens") + sign * tokens,
        images=F("images") + sign * images,
        charged=F("charged") + sign * charged,
    )
    account.filter(day=day).update(spent_day=F("spent_day") + sign * charged)
    account.filter(day__year=day.year, day__month=day.month).update(spent_month=F("spent_month") + sign * charged)


def _look_for_the_last(user_id):
    if user_id:
        last = UsageLog.objects.filter(user=user_id).aggregate(at=Max("ended_at"))["at"]
        CreditAccount.objects.filter(user=user_id).update(last_at=last)

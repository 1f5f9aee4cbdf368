"""Whether every cached figure is what the ledger and the logs add up to; and how to make it so."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, F, Max, Min, Q, Sum, Value
from django.db.models.functions import Coalesce, TruncDate

from usage import budgets
from usage.models import CreditAccount, CreditPurchase, Hold, ModelDay, SiteDay, UsageLog, UserDay
from usage.models.accounts import today
from usage.models.days import SHARDS
from usage.reporting import midnight
from usage.rollups import FIGURES
from usage.settling import announce

BATCH = 500
UNPRICED = Q(cost=None, is_own_key=False)  # as UsageLog.is_unpriced
SPAN = timedelta(days=31)  # days that are compared at a time
UNBOOKED = """
SELECT l.key, l.charged, e.amount FROM usage_usagelog l LEFT JOIN usage_creditentry e ON e.key = 'usage.' || l.key
WHERE l.charged > 0 AND l.user_id IS NOT NULL AND (e.id IS NULL OR e.amount <> -l.charged) ORDER BY l.key
"""
UNLOGGED = """
SELECT e.key, e.amount, l.charged FROM usage_creditentry e LEFT JOIN usage_usagelog l ON l.key = SUBSTR(e.key, 7)
WHERE e.kind = 'usage' AND (l.id IS NULL OR l.charged = 0 OR l.user_id IS NULL AND l.charged <> -e.amount) ORDER BY e.key
"""
ROW = ("balance", "held", *FIGURES, "last_at", "purchases", "spent_day", "spent_month")


@dataclass(frozen=True)
class Difference:
    """One figure that is not what it should be."""

    what: str
    is_so: object
    should: object

    def __str__(self):
        return f"{self.what} is {self.is_so}, should be {self.should}"


def check(repair=False):
    """Yields every Difference. With `repair` the caches are set to what they should be; the ledger and the logs never are.

    A repair lets nobody settle while it lasts. A mere look blocks nobody on PostgreSQL, and sees one moment.
    """
    is_inside = connection.in_atomic_block
    with transaction.atomic():
        if repair:
            list(CreditAccount.objects.select_for_update().order_by("pk").values_list("pk"))
        elif connection.vendor == "postgresql" and not is_inside:
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield from _entries()
        yield from _accounts(repair)
        for model, names in ((UserDay, ("user_id",)), (ModelDay, ("user_id", "provider", "model"))):
            yield from _days(model, names, repair)
        yield from _days(SiteDay, ("provider", "model"), repair)
        if repair:
            announce(None)


def _entries():
    """What logs charged and the ledger does not say, and what it says that no log does."""
    with connection.cursor() as cursor:
        cursor.execute(UNBOOKED)
        for key, charged, amount in cursor.fetchall():
            yield Difference(f"ledger: usage.{key}", "missing" if amount is None else -amount, charged)
        cursor.execute(UNLOGGED)
        for key, amount, charged in cursor.fetchall():
            yield Difference(f"log of {key}", "missing" if charged is None else charged, -amount)


def _accounts(repair):
    should = _accounts_should_be()
    for user_id in set(should) - set(CreditAccount.objects.values_list("user_id", flat=True)):
        yield Difference(f"account of {user_id}", "missing", "there")
        if repair:
            CreditAccount.objects.of(user_id)
    for account in CreditAccount.objects.exclude(user=None):
        wanted = should.get(account.user_id, {})
        right = {name: wanted.get(name, None if name == "last_at" else 0) for name in ROW}
        kept = {name: getattr(account, name) for name in ROW} | _spent(account)
        wrong = [name for name in ROW if kept[name] != right[name]]
        for name in wrong:
            yield Difference(f"account of {account.user_id}: {name}", kept[name], right[name])
        if repair and wrong:
            CreditAccount.objects.filter(pk=account.pk).update(day=today(), **right, **_told(account, right))


def _spent(account):
    """What counts against today's budgets. What was spent on another day says nothing any more, in another month neither."""
    return {"spent_day": account.spent_today(today()), "spent_month": account.spent_this_month(today())}


def _told(account, right):
    """The steps of which the person was told in these windows, and which are still reached: others will be told of anew."""
    told = {}
    for window, is_now in (("day", account.is_of_day(today())), ("month", account.is_of_month(today()))):
        step = budgets.Budget(window, getattr(account, f"budget_{window}"), right[f"spent_{window}"]).step
        told[f"told_{window}"] = min(getattr(account, f"told_{window}"), step) if is_now else 0
    return told


def _accounts_should_be():
    """{user id: {name of a figure: what it should be}}."""
    day = today()
    found = {}

    def take(rows):
        for row in rows:
            found.setdefault(row.pop("of"), {}).update(row)

    by_user = UsageLog.objects.exclude(user=None).values(of=F("user_id"))
    take(by_user.annotate(**_sums(), last_at=Max("ended_at")))
    for name, since in (("spent_day", Q(day=day)), ("spent_month", Q(day__gte=day.replace(day=1), day__lte=day))):
        take(by_user.annotate(day=_day()).filter(since).values("of").annotate(**{name: Sum("charged")}))
    accounts = CreditAccount.objects.exclude(user=None).values(of=F("user_id"))
    take(accounts.annotate(balance=Coalesce(Sum("entries__amount"), 0)))
    take(accounts.annotate(held=Coalesce(Sum("holds__amount", filter=Q(holds__state=Hold.State.OPEN)), 0)))
    bought = CreditPurchase.objects.counted().exclude(user=None).values(of=F("user_id"))
    take(bought.annotate(purchases=Count("pk")))
    return found


def _days(model, names, repair):
    logs = UsageLog.objects.all() if model is SiteDay else UsageLog.objects.exclude(user=None)
    for since, until in _spans(logs, model):
        begin, end = midnight(since), midnight(until)
        here = logs.filter(ended_at__gte=begin, ended_at__lt=end)
        yield from _some_days(model, names, here, model.objects.filter(day__gte=since, day__lt=until), repair)


def _spans(logs, model):
    """(first day, first day after) of spans that hold every log and every sum."""
    ends = (
        logs.annotate(at=_day()).aggregate(first=Min("at"), last=Max("at")),
        model.objects.aggregate(first=Min("day"), last=Max("day")),
    )
    days = [day for end in ends for day in end.values() if day]
    since, last = min(days, default=None), max(days, default=None)
    while since and since <= last:
        yield since, since + SPAN
        since += SPAN


def _some_days(model, names, logs, sums, repair):
    keys = ("at", *names)
    should = {tuple(row[key] for key in keys): row for row in logs.annotate(at=_day()).values(*keys).annotate(**_sums())}
    kept = {tuple(row[key] for key in keys): row for row in sums.values(*names, at=F("day")).annotate(**_kept_sums())}
    wrong = [key for key in should.keys() | kept.keys() if _figures(should.get(key)) != _figures(kept.get(key))]
    for key in sorted(wrong, key=str):
        yield Difference(f"{model.__name__} {key}", _figures(kept.get(key)), _figures(should.get(key)))
    if repair and wrong:
        _set(model, names, wrong, should)


def _set(model, names, wrong, should):
    for day, *rest in wrong:
        model.objects.filter(day=day, **dict(zip(names, rest, strict=True))).delete()
    extra = {"shard": SHARDS - 1} if model is SiteDay else {}
    rows = [
        model(
            day=key[0],
            **dict(zip(names, key[1:], strict=True)),
            **dict(zip(FIGURES, _figures(should[key]), strict=True)),
            **extra,
        )
        for key in wrong
        if key in should
    ]
    model.objects.bulk_create(rows, batch_size=BATCH)


def _day():
    return TruncDate("ended_at", tzinfo=settings.REPORTING_ZONE)


def _sums():
    return {
        "requests": Count("pk"),
        "tokens": Coalesce(Sum(F("tokens_in") + F("tokens_out")), Value(0)),
        "images": Coalesce(Sum("images"), Value(0)),
        "charged": Coalesce(Sum("charged"), Value(0)),
        "unpriced": Count("pk", filter=UNPRICED),
    }


def _kept_sums():
    return {f"sum_{name}": Sum(name) for name in FIGURES}


def _figures(row):
    """FIGURES of a row of sums; zeros where there is none."""
    return tuple(row.get(name, row.get(f"sum_{name}", 0)) if row else 0 for name in FIGURES)

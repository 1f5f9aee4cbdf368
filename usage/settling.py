"""The end of a paid call: its log, its entry in the ledger, the balance and the sums, in one transaction of a few statements."""

from datetime import timedelta

from django.db import connection, transaction

from realtime import publish
from usage import budgets, inserting, prices, rollups
from usage.holding import takes_credits
from usage.models import CreditAccount, CreditEntry, UsageLog

CAPTURE = "UPDATE usage_hold SET state = 'captured' WHERE key = %s AND state = 'open' RETURNING amount, price_id"
PRICED_AT = "SELECT price_id FROM usage_hold WHERE key = %s"
# A call of yesterday that is settled after one of today counts for yesterday's sums, not for what is spent of today's budget.
SPEND = """
UPDATE usage_creditaccount SET balance = balance - %(charged)s, held = held - %(held)s, requests = requests + 1,
    tokens = tokens + %(tokens)s, images = images + %(images)s, charged = charged + %(charged)s,
    unpriced = unpriced + %(unpriced)s,
    last_at = CASE WHEN last_at > %(at)s THEN last_at ELSE %(at)s END,
    spent_day = CASE WHEN day = %(day)s THEN spent_day + %(charged)s WHEN day > %(day)s THEN spent_day ELSE %(charged)s END,
    spent_month = CASE WHEN day >= %(next)s THEN spent_month WHEN day >= %(month)s THEN spent_month + %(charged)s
        ELSE %(charged)s END,
    told_day = CASE WHEN day >= %(day)s THEN told_day ELSE 0 END,
    told_month = CASE WHEN day >= %(month)s THEN told_month ELSE 0 END,
    day = CASE WHEN day > %(day)s THEN day ELSE %(day)s END
WHERE user_id = %(user)s
RETURNING id, balance, budget_day, budget_month, spent_day, spent_month, told_day, told_month
"""


@transaction.atomic(savepoint=False)
def settle(call):
    """Returns the log, or None where this call was settled before."""
    with connection.cursor() as cursor:
        held, price = _capture(cursor, call)
        log = _log(call, price)
        if not inserting.insert_once(cursor, log):
            return None
        if log.user_id:
            budgets.tell(_charge(cursor, log, held))
        log.counted = log.figures()
        rollups.add(cursor, log.counted)
    announce(log.user_id)
    return log


def _charge(cursor, log, held):
    """Take from the person's account what this call cost, with an entry in the ledger; returns the account as it is now."""
    account = _spend(cursor, log, held)
    if log.charged:
        inserting.insert(cursor, _entry(log, account.pk))
    return account


def announce(user_id):
    """Pages that show these figures look again."""
    publish("usage")
    if user_id:
        publish(CreditAccount.topic_of(user_id))


def _capture(cursor, call):
    """(what was held, the price that was held at, else the one of now)."""
    if not takes_credits(call):
        return 0, prices.of(call.provider, call.model)
    cursor.execute(CAPTURE, [call.key])
    if found := cursor.fetchone():
        return found[0], prices.by_key(found[1])
    cursor.execute(PRICED_AT, [call.key])
    late = cursor.fetchone()
    return 0, prices.by_key(late[0]) if late else prices.of(call.provider, call.model)


def _log(call, price):
    fields = dict(vars(call))
    if call.provider == prices.BUILT_IN:
        cost = 0
    else:
        cost = price.of(call.tokens_in, call.tokens_out, call.images) if price else None
    charged = (cost or 0) if takes_credits(call) else 0
    return UsageLog(**fields, price=price, cost=cost, charged=charged)


def _spend(cursor, log, held):
    """Move the person's account; returns it as it is now. What was delivered is charged, also below zero."""
    month = log.day.replace(day=1)
    values = {"charged": log.charged, "held": held, "tokens": log.tokens, "images": log.images, "user": log.user_id}
    dates = {"day": log.day, "month": month, "next": (month + timedelta(days=32)).replace(day=1)}
    values["unpriced"] = int(log.is_unpriced)
    values |= {name: cursor.db.ops.adapt_datefield_value(date) for name, date in dates.items()}
    values["at"] = cursor.db.ops.adapt_datetimefield_value(log.ended_at)
    cursor.execute(SPEND, values)
    row = cursor.fetchone()
    if row is None:
        CreditAccount.objects.of(log.user_id)
        return _spend(cursor, log, held)
    names = ("pk", "balance", "budget_day", "budget_month", "spent_day", "spent_month", "told_day", "told_month")
    return CreditAccount(user_id=log.user_id, **dict(zip(names, row, strict=True)))


def _entry(log, account):
    return CreditEntry(
        account_id=account,
        kind=CreditEntry.Kind.USAGE,
        amount=-log.charged,
        key=f"usage.{log.key}",
        note=f"{log.provider}: {log.model}"[:200],
        at=log.ended_at,
    )

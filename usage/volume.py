"""As many calls as one likes, made inside the database: to see what a page does at ten million."""

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, F, Sum
from django.db.models.functions import Mod, TruncDate
from django.utils import timezone

from usage.checking import UNPRICED
from usage.models import CreditEntry, ModelDay, Price, SiteDay, UsageLog, UserDay
from usage.models.accounts import today
from usage.models.days import SHARDS
from usage.rollups import FIGURES
from usage.settling import announce

BATCH = 500_000  # calls a transaction
SPREAD = 180 * 86_400  # seconds that they are spread over
PRIME = 1_000_003
# (provider, model, how many of twenty calls)
SHARES = [
    ("openai", "gpt-5-mini", 7),
    ("anthropic", "claude-sonnet-5", 4),
    ("openai", "gpt-6-sol", 3),
    ("ollama", "llama3.2", 2),
    ("lockstep", "lockstep-guide", 4),
]
AT = {
    "postgresql": "to_timestamp({})",
    "sqlite": "strftime('%%Y-%%m-%%d %%H:%%M:%%S', {}, 'unixepoch')",
}
# One after the other in time, so that a batch adds to sums of its own days. Few people make most calls; three of four calls
# go out with a key of one's own.
CALLS = """
INSERT INTO usage_usagelog (key, user_id, provider, model, kind, about, tokens_in, tokens_out, images, is_estimated, is_own_key,
    price_id, cost, charged, started_at, first_at, ended_at, outcome, code, request_id)
WITH RECURSIVE n(i) AS (SELECT CAST({first} AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {last}),
    people AS (SELECT id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS place FROM {users} WHERE is_active),
    models(place, provider, model, price_id, input, output) AS ({models}),
    calls AS (SELECT i, (i * 48271) % {prime} AS h, 100 + (i * 7919) % 3000 AS tokens_in, 50 + (i * 104729) % 1500 AS tokens_out,
        {now} - ({total} - i) * {spread} / {total} AS at, i % 4 <> 0 AS is_own FROM n)
SELECT 'demo.' || i, people.id, provider, model, 'chat', NULL, tokens_in, tokens_out, 0, {false}, is_own, price_id,
    CASE WHEN price_id IS NOT NULL THEN (tokens_in * input + tokens_out * output + 500000) / 1000000 WHEN provider = 'lockstep' THEN 0 END,
    CASE WHEN price_id IS NULL OR is_own THEN 0 ELSE (tokens_in * input + tokens_out * output + 500000) / 1000000 END,
    {started}, {started}, {ended}, 'done', '', ''
FROM calls JOIN people ON people.place = h * h / {prime} * {count} / {prime} JOIN models ON models.place = i % 20
"""
ENTRIES = """
INSERT INTO usage_creditentry (account_id, kind, amount, key, note, at)
SELECT a.id, 'usage', -l.charged, 'usage.' || l.key, l.provider || ': ' || l.model, l.ended_at
FROM usage_usagelog l JOIN usage_creditaccount a ON a.user_id = l.user_id WHERE l.id > %s AND l.charged > 0
"""
GRANTS = """
INSERT INTO usage_creditentry (account_id, kind, amount, key, note, at)
SELECT a.id, 'grant', SUM(l.charged) + 5000000000, 'demo.' || MAX(l.id) || '.' || a.id, 'For what follows', MIN(l.ended_at)
FROM usage_usagelog l JOIN usage_creditaccount a ON a.user_id = l.user_id WHERE l.id > %s GROUP BY a.id
"""
BALANCES = """
UPDATE usage_creditaccount SET balance = balance + new.amount
FROM (SELECT account_id, SUM(amount) AS amount FROM usage_creditentry WHERE id > %s GROUP BY account_id) AS new
WHERE new.account_id = usage_creditaccount.id
"""
SPENT = """
UPDATE usage_creditaccount SET day = %(day)s,
    spent_day = COALESCE((SELECT charged FROM usage_userday d WHERE d.user_id = usage_creditaccount.user_id AND d.day = %(day)s), 0),
    spent_month = COALESCE((SELECT SUM(charged) FROM usage_userday d WHERE d.user_id = usage_creditaccount.user_id
        AND d.day >= %(month)s AND d.day <= %(day)s), 0)
"""
ACCOUNTS = """
INSERT INTO usage_creditaccount (user_id, balance, held, requests, tokens, images, charged, unpriced, last_at, purchases, spent_day,
    spent_month, told_day, told_month)
SELECT user_id, 0, 0, COUNT(*), SUM(tokens_in + tokens_out), 0, SUM(charged),
    SUM(CASE WHEN cost IS NULL AND NOT is_own_key THEN 1 ELSE 0 END), MAX(ended_at), 0, 0, 0, 0, 0
FROM usage_usagelog WHERE id > %s GROUP BY user_id
ON CONFLICT (user_id) DO UPDATE SET requests = usage_creditaccount.requests + excluded.requests,
    tokens = usage_creditaccount.tokens + excluded.tokens, charged = usage_creditaccount.charged + excluded.charged,
    unpriced = usage_creditaccount.unpriced + excluded.unpriced,
    last_at = CASE WHEN usage_creditaccount.last_at > excluded.last_at THEN usage_creditaccount.last_at ELSE excluded.last_at END
"""


def fill(users_table, count, told=None):
    """Make calls up to `count` in all, over all active people; `told(so far)` hears of each batch. Returns how many were made."""
    had = UsageLog.objects.filter(key__gt="demo.", key__lt="demo.a").count()
    for first in range(had + 1, count + 1, BATCH):
        last = min(first + BATCH - 1, count)
        _batch(users_table, first, last, count)
        if told:
            told(last)
    if count > had:
        _vacuum()
    return max(count - had, 0)


@transaction.atomic
def _batch(users_table, first, last, total):
    log, entry = _newest(UsageLog), _newest(CreditEntry)
    with connection.cursor() as cursor:
        cursor.execute(_calls(cursor, users_table, first, last, total))
        for statement in (ACCOUNTS, ENTRIES, GRANTS):
            cursor.execute(statement, [log])
        cursor.execute(BALANCES, [entry])
        _sum_up(cursor, UsageLog.objects.filter(pk__gt=log))
        dates = {"day": today(), "month": today().replace(day=1)}
        cursor.execute(SPENT, {name: connection.ops.adapt_datefield_value(date) for name, date in dates.items()})
    announce(None)


def _newest(model):
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _calls(cursor, users_table, first, last, total):
    cursor.execute(f"SELECT COUNT(*) FROM {users_table} WHERE is_active")  # noqa: S608 – a table of ours
    (count,) = cursor.fetchone()
    at = AT[connection.vendor]
    return CALLS.format(
        first=first,
        last=last,
        total=total,
        users=users_table,
        models=" UNION ALL ".join(_models()),
        prime=PRIME,
        count=count,
        spread=SPREAD,
        now=int(timezone.now().timestamp()),
        false="false" if connection.vendor == "postgresql" else "0",
        started=at.format("at - 3"),
        ended=at.format("at"),
    ).replace("%%", "%")


def _models():
    """A row for each of twenty calls: its model and what that costs."""
    place = 0
    for provider, model, share in SHARES:
        price = Price.objects.filter(provider=provider, model=model).first()
        known = f"{price.pk}, {price.input}, {price.output}" if price else "CAST(NULL AS BIGINT), 0, 0"
        for _ in range(share):
            yield f"SELECT {place}, '{provider}', '{model}', {known}"
            place += 1


def _sum_up(cursor, logs):
    """The sums of days grow by these logs, by the same reckoning as `check_ledger`'s."""
    sums = [Count("pk"), Sum(F("tokens_in") + F("tokens_out")), Sum("images"), Sum("charged"), Count("pk", filter=UNPRICED)]
    figures = {f"sum_{name}": expression for name, expression in zip(FIGURES, sums, strict=True)}
    logs = logs.annotate(at_day=TruncDate("ended_at", tzinfo=settings.REPORTING_ZONE))
    _insert(cursor, UserDay, ("user_id", "day"), logs.values("user_id", "at_day").annotate(**figures))
    by_model = logs.values("user_id", "at_day", "provider", "model").annotate(**figures)
    _insert(cursor, ModelDay, ("user_id", "day", "provider", "model"), by_model)
    sharded = logs.annotate(part=Mod(F("user_id"), SHARDS)).values("at_day", "provider", "model", "part").annotate(**figures)
    _insert(cursor, SiteDay, ("day", "provider", "model", "shard"), sharded)


def _insert(cursor, model, names, sums):
    sql, values = sums.order_by().query.sql_with_params()
    table = model._meta.db_table
    grown = ", ".join(f"{name} = {table}.{name} + excluded.{name}" for name in FIGURES)
    columns = ", ".join((*names, *FIGURES))
    statement = f"INSERT INTO {table} ({columns}) {sql} ON CONFLICT ({', '.join(names)}) DO UPDATE SET {grown}"
    cursor.execute(statement, values)


def _vacuum():
    """So that the first page after it is planned with what is there, and reads no accounts as they were before the last batch."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM FULL usage_creditaccount")
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")

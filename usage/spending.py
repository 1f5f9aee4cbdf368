"""What a person spent, day by day and model by model, as charts."""

from datetime import timedelta

from usage import charts
from usage.models import ModelDay
from usage.models.accounts import today

PERIODS = {"7": "7 days", "30": "30 days", "90": "90 days"}


def of(user, days):
    """{"cost": Chart, "requests": Chart, "unpriced": calls without a price} of these days, the oldest first."""
    rows = ModelDay.objects.filter(user=user, day__range=(days[0], days[-1]))
    return drawn(days, list(rows.values_list("day", "provider", "model", "charged", "requests", "unpriced")))


def drawn(days, rows):
    """The same of rows: (day, provider, model, nano-USD, requests, those without a price), one for each day and model."""
    names = _names({row[1:3] for row in rows})
    cost, requests = {}, {}
    for day, provider, model, charged, count, _ in rows:
        name = names[provider, model]
        cost.setdefault(name, {})[day] = charged
        requests.setdefault(name, {})[day] = count
    order = [*charts.highest(days, cost), *charts.highest(days, requests)]
    return {
        "cost": charts.bars(days, cost, charts.MONEY, order),
        "requests": charts.bars(days, requests, charts.COUNT, order),
        "unpriced": sum(row[-1] for row in rows),
    }


def last_days(count):
    """So many days of the reporting time zone, the oldest first; the last is today."""
    end = today()
    return [end - timedelta(days=ago) for ago in reversed(range(count))]


def models_of(user):
    """{(provider, model): name} of all that this person ever asked, by name."""
    asked = ModelDay.objects.filter(user=user).values_list("provider", "model").distinct().order_by("model", "provider")
    return _names(list(asked))


def _names(models):
    """A model by its name; where two providers have one of that name, with the provider's."""
    once = [model for _, model in models]
    return {(provider, model): model if once.count(model) == 1 else f"{model} ({provider})" for provider, model in models}

"""What a person spent, day by day and model by model, as charts."""

from datetime import timedelta

from django.db.models import Count

from usage import charts
from usage.models import ModelDay
from usage.models.accounts import today

PERIODS = {"7": "7 days", "30": "30 days", "90": "90 days"}


def of(user, days):
    """{"cost": Chart, "requests": Chart} of these days, the oldest first."""
    rows = list(
        ModelDay.objects.filter(user=user, day__range=(days[0], days[-1])).values_list(
            "day", "provider", "model", "charged", "requests"
        )
    )
    names = _names({(provider, model) for _, provider, model, _, _ in rows})
    cost, requests = {}, {}
    for day, provider, model, charged, count in rows:
        name = names[provider, model]
        cost.setdefault(name, {})[day] = charged
        requests.setdefault(name, {})[day] = count
    order = [*charts.highest(days, cost), *charts.highest(days, requests)]
    return {"cost": charts.bars(days, cost, charts.MONEY, order), "requests": charts.bars(days, requests, charts.COUNT, order)}


def last_days(count):
    """So many days of the reporting time zone, the oldest first; the last is today."""
    end = today()
    return [end - timedelta(days=ago) for ago in reversed(range(count))]


def models_of(user):
    """(provider, model) of all that this person ever asked, by name."""
    return list(
        ModelDay.objects.filter(user=user)
        .values_list("provider", "model")
        .annotate(Count("day"))
        .values_list("provider", "model")
        .order_by("model", "provider")
    )


def _names(models):
    """A model by its name; where two providers have one of that name, with the provider's."""
    once = [model for _, model in models]
    return {(provider, model): model if once.count(model) == 1 else f"{model} ({provider})" for provider, model in models}

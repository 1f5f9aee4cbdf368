"""My usage: what a person has, spent and asked."""

import json

from django.conf import settings
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import login_required
from realtime import versions
from realtime.access import signed_in
from realtime.answers import Malformed, done, in_words, is_script, refused, sent
from usage import budgets, spending
from usage.mine import filters as choices
from usage.mine import regions
from usage.mine.filters import Filters
from usage.mine.forms import BUDGETS, BudgetForm
from usage.money import plain


@require_safe
@never_cache
@login_required
def index(request):
    """Balance and budgets, charts of the last days, every call."""
    return _page(request)


@require_safe
@signed_in
def balance(request):
    return regions.balance(request.user).response()


@require_safe
@signed_in
def summary(request):
    return regions.panel(request.user).response()


@require_safe
@signed_in
def spent(request):
    return regions.spent(request.user, Filters.of(request.GET)).response()


@require_safe
@signed_in
def calls(request):
    return regions.log(request.user, Filters.of(request.GET)).response()


@require_POST
@login_required
@in_words
def budget_save(request):
    """Decide what to spend at most; htmx swaps the form alone, a script sets what it names."""
    account = regions.account_of(request.user)
    form = BudgetForm(_named(sent(request), account) if is_script(request) else request.POST, account=account)
    if not form.is_valid():
        return _refused(request, form)
    form.save()
    if is_script(request):
        return done(request, "usage:index", fields=_fields(regions.account_of(request.user)))
    if request.htmx:
        return _form(request, saved=True)
    messages.success(request, "Budgets saved.")
    return redirect("usage:index")


@require_safe
@signed_in
def budget_state(request):
    """For what listens to the person's budget topic: the values behind the form, and the alerts that stand."""
    topics = _topics(request.user)
    account = regions.account_of(request.user)
    alerts = [budget.as_json() for budget in budgets.alerts(account)]
    return JsonResponse({"topics": topics, "fields": _fields(account), "alerts": alerts})


def _fields(account):
    return {name: plain(getattr(account, name)) for name in BUDGETS}


def _named(fields, account):
    """What the form would send if just the budgets that a script names were touched. Raises Malformed."""
    named = {name: "" if fields[name] is None else str(fields[name]) for name in BUDGETS if name in fields}
    if not named:
        raise Malformed("Name budget_day, budget_month or both, in dollars; empty for no budget.")
    began = {f"initial-{name}": amount for name, amount in _fields(account).items()}
    return {**fields, **_fields(account), **began, **named}


def _refused(request, form):
    if is_script(request):
        fields = {name: " ".join(words) for name, words in form.errors.items()}
        return refused(" ".join(dict.fromkeys(fields.values())), "invalid", 422, fields=fields)
    return _form(request, form, 422) if request.htmx else _page(request, form, 422)


def _page(request, form=None, status=200):
    user, chosen = request.user, Filters.of(request.GET)
    topics = _topics(user)
    context = {
        "filters": chosen,
        "kinds": choices.KINDS,
        "outcomes": choices.OUTCOMES,
        "models": {"": "All models"} | {"/".join(asked): name for asked, name in spending.models_of(user).items()},
        "balance": regions.balance(user),
        "spent": regions.spent(user, chosen),
        "calls": regions.log(user, chosen),
        "form": form or BudgetForm(account=regions.account_of(user)),
        "topics": json.dumps(topics),
        "zone": settings.REPORTING_ZONE.key,
    }
    return render(request, "usage/index.html", context, status=status)


def _form(request, form=None, status=200, saved=False):
    """The form alone; its versions are read before the row that it shows."""
    topics = _topics(request.user)
    form = form or BudgetForm(account=regions.account_of(request.user))
    return render(request, "usage/_budget_form.html", {"form": form, "topics": json.dumps(topics), "saved": saved}, status=status)


def _topics(user):
    return versions.of([budgets.topic_of(user.pk)])

from uuid import UUID, uuid4

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import login_required
from realtime.access import signed_in
from usage.models import Package
from usage.payments import TEST, purchasing, regions, service
from usage.payments.forms import BuyForm


@require_safe
@never_cache
@login_required
def credits(request):
    """What is there, what can be bought, and every movement."""
    return _page(request)


@require_POST
@login_required
def purchase_create(request):
    """Begin a purchase and go to where it is paid: a page of ours, because no form may lead elsewhere."""
    form = BuyForm(request.POST)
    if not service() or not form.is_valid():
        return _page(request, "That is not offered any more. Choose again." if service() else "", status=422)
    try:
        purchase = purchasing.begin(request.user, **form.cleaned_data)
    except purchasing.TooMany:
        return _page(request, "You have begun many purchases. Finish one of them below, or wait a day.", status=422)
    return redirect("usage:purchase_checkout", purchase.pk)


@require_safe
@signed_in
def credits_balance(request):
    return regions.balance(request.user).response()


@require_safe
@signed_in
def credits_purchases(request):
    return regions.purchases(request.user, _uuid(request, "before")).response()


@require_safe
@signed_in
def credits_entries(request):
    return regions.entries(request.user, _number(request, "before"), _has_usage(request)).response()


def _page(request, problem="", status=200):
    if problem:
        messages.error(request, problem)
    user = request.user
    context = {
        "balance": regions.balance(user),
        "purchases": regions.purchases(user, _uuid(request, "purchases")),
        "entries": regions.entries(user, _number(request, "entries"), _has_usage(request)),
        "packages": Package.objects.filter(is_offered=True) if service() else [],
        "is_test": service() == TEST,
        "attempt": uuid4(),
    }
    return render(request, "usage/credits.html", context, status=status)


def _uuid(request, name):
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def _number(request, name):
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _has_usage(request):
    return request.GET.get("usage") != "no"

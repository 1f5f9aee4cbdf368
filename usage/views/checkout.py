from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.access import login_required
from usage.models import CreditPurchase
from usage.money import shown
from usage.payments import STRIPE, TEST, events, purchasing, service, stripe_checkout

State = CreditPurchase.State
WORDS = {
    State.PENDING: (messages.info, "The payment is on its way. The credits come with it."),
    State.FAILED: (messages.error, "The payment failed. Nothing was paid."),
    State.EXPIRED: (messages.info, "The purchase was given up. Nothing was paid."),
    State.REFUNDED: (messages.info, "This purchase was paid back."),
}


@require_safe
@never_cache
@login_required
def purchase_checkout(request, pk):
    """Where a purchase is paid; also where Stripe sends people back to, because it knows best whether they paid."""
    purchase = get_object_or_404(CreditPurchase.objects.visible_to(request.user), pk=pk)
    if purchase.state != State.PENDING:
        return _tell(request, purchase)
    if purchase.provider == STRIPE == service():
        return _stripe(request, purchase)
    if purchase.provider == TEST == service():
        return render(request, "usage/checkout_test.html", {"purchase": purchase})
    raise Http404


@require_POST
@login_required
def purchase_test(request, pk):
    """The end that the test checkout gives a purchase: `outcome` is pay, fail or abandon."""
    purchase = get_object_or_404(CreditPurchase.objects.visible_to(request.user), pk=pk, provider=TEST)
    if service() != TEST:
        raise Http404
    ends = {
        "pay": lambda: purchasing.complete(pk, f"test.{pk}"),
        "fail": lambda: purchasing.fail(pk),
        "abandon": lambda: purchasing.expire(pk),
    }
    end = ends.get(request.POST.get("outcome"))
    if end is None:
        return render(request, "usage/checkout_test.html", {"purchase": purchase}, status=422)
    if purchase.state == State.PENDING:
        end()
    purchase.refresh_from_db()
    return _tell(request, purchase)


def _stripe(request, purchase):
    """Ask Stripe how its checkout stands. It is open: go there, by a link that a script follows."""
    try:
        session = stripe_checkout.open_session(purchase)
    except stripe_checkout.Unavailable as problem:
        return render(request, "usage/checkout_stripe.html", {"purchase": purchase, "problem": str(problem)}, status=503)
    events.take_session(session)
    purchase.refresh_from_db()
    if session["status"] == "open":
        return render(request, "usage/checkout_stripe.html", {"purchase": purchase, "url": session["url"]})
    return _tell(request, purchase)


def _tell(request, purchase):
    """Say what became of it, as a toast of the credits page."""
    bought = (messages.success, f"{shown(purchase.credits)} of credits were added.")
    say, words = bought if purchase.state == State.COMPLETED else WORDS[purchase.state]
    say(request, words)
    return redirect("usage:credits")

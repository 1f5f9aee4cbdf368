import logging

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from usage.payments import events, stripe_checkout

MOST_BYTES = 256 * 1024  # Stripe's messages are some kilobytes
logger = logging.getLogger("usage.payments")


@csrf_exempt
@require_POST
def stripe(request):
    """Messages of Stripe: its signature stands for the site's token.

    What is of no purchase here is answered with 200 as well, or it would come again for days.
    """
    if not settings.STRIPE_WEBHOOK_SECRET:
        raise Http404
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return HttpResponse("Too large.", status=413, content_type="text/plain")
    try:
        event = stripe_checkout.verified(body, request.headers.get("Stripe-Signature"))
    except stripe_checkout.Forged as refusal:
        logger.warning("A message that says it is from Stripe was refused: %s", refusal)
        return HttpResponse(str(refusal), status=400, content_type="text/plain")
    events.take(event)
    return HttpResponse("Taken.", content_type="text/plain")

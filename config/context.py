"""What the frame of every page needs."""

from functools import cache, partial

from django.conf import settings
from django.templatetags.static import static

from accounts import regions, session_regions
from config import bundles, rail
from realtime.models import Epoch
from settings_sync import preferences
from settings_sync.topics import version_for
from usage import budgets


def page(request):
    """Callables, because fragments have no frame and need not pay for it; cached, because a page asks twice."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "build": settings.BUILD,
        "bundle": "" if settings.DEBUG else static(bundles.BUNDLE),
        "epoch": cache(Epoch.current),
        "preferences_version": cache(partial(version_for, user)) if signed_in else 0,
        "budget_version": cache(partial(budgets.version_for, user)) if signed_in else 0,
        "theme": cache(partial(preferences.theme_of, user)) if signed_in else "system",
        "rail": cache(partial(rail.entries, request)) if signed_in else [],
        "profile_badge": cache(partial(regions.badge, user)) if signed_in else None,
        "new_devices": cache(partial(session_regions.new_devices, request)) if signed_in else None,
        "mail_configured": bool(settings.EMAIL_URL),
        "registration_open": settings.REGISTRATION_OPEN,
    }

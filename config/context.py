"""What the frame of every page needs."""

from functools import cache, partial

from django.conf import settings
from django.templatetags.static import static

from accounts import regions, session_regions, sessions
from chat import lists
from chat.models import Conversation
from config import bundles, rail
from realtime import versions
from settings_sync import preferences
from settings_sync.models import Preference
from settings_sync.topics import version_for
from usage import budgets


@versions.everywhere
def shown_everywhere(user):
    """What the frame shows of its viewer; `page` hands out the parts."""
    about = [Preference.topic_of, budgets.topic_of, Conversation.list_topic_of, sessions.topic_of]
    return [user.profile_topic, *(topic_of(user.pk) for topic_of in about)]


def page(request):
    """Callables, because fragments have no frame and need not pay for it; cached, because a page asks twice."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "build": settings.BUILD,
        "bundle": "" if settings.DEBUG else static(bundles.BUNDLE),
        "epoch": cache(lambda: versions.snapshot([])[0]),
        "preferences_version": cache(partial(version_for, user)) if signed_in else 0,
        "budget_version": cache(partial(budgets.version_for, user)) if signed_in else 0,
        "conversations_version": cache(partial(lists.version_for, user)) if signed_in else 0,
        "theme": cache(partial(preferences.theme_of, user)) if signed_in else "system",
        "rail": cache(partial(rail.entries, request)) if signed_in else [],
        "profile_badge": cache(partial(regions.badge, user)) if signed_in else None,
        "new_devices": cache(partial(session_regions.new_devices, request)) if signed_in else None,
        "mail_configured": bool(settings.EMAIL_URL),
        "registration_open": settings.REGISTRATION_OPEN,
    }

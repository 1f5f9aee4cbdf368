"""The parts of pages that show people."""

from django.urls import reverse

from accounts.models import User
from realtime import Region


def badge(user):
    """The viewer's own avatar and name, on every page."""
    return Region(
        "profile-badge",
        template="accounts/_badge.html",
        topics=[user.profile_topic],
        src=reverse("profile_badge"),
        context=lambda: {"person": User.objects.get(pk=user.pk)},
    )


def picture(user):
    """The viewer's own picture, large, on the profile page."""
    return Region(
        "profile-picture",
        template="accounts/_picture.html",
        topics=[user.profile_topic],
        src=reverse("profile_picture"),
        context=lambda: {"person": User.objects.get(pk=user.pk)},
    )


def people():
    """Everybody who is active, the same for every colleague."""
    return Region(
        "people",
        template="accounts/_people.html",
        topics=["people"],
        src=reverse("people_list"),
        context=lambda: {"people": User.objects.listed()},
        shared=True,
    )

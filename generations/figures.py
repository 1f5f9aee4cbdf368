"""How many images a person has made, for their profile."""

from django.db.models import Sum
from django.urls import reverse

from accounts.profile_parts import profile_part
from generations.models import Generation
from generations.models.gallery import GALLERY
from realtime import Region


@profile_part
def figures(user):
    return Region(
        "image-figures",
        template="generations/_figures.html",
        topics=[GALLERY, Generation.topic_of(user.pk)],
        src=reverse("generations:figures"),
        context=lambda: {name: f"{count:,}" for name, count in counted(user).items()},
        mode="fetch",
    )


def counted(user):
    """{"images", "private", "likes"}: finished ones, those among them that are private, and likes that they got."""
    made = Generation.objects.owned_by(user).filter(state=Generation.State.DONE)
    likes = made.aggregate(likes=Sum("likes_count"))["likes"] or 0
    return {"images": made.count(), "private": made.filter(visibility=Generation.Visibility.PRIVATE).count(), "likes": likes}

from django.conf import settings
from django.db import models, transaction


class Like(models.Model):
    """Somebody likes an image. The image counts them; see receivers."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="likes")
    generation = models.ForeignKey("generations.Generation", models.CASCADE, related_name="likes")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "generation"], name="one_like_per_person_and_image")]

    def __str__(self):
        return f"{self.user_id} likes {self.generation_id}"

    @classmethod
    @transaction.atomic
    def put(cls, user, generation, liked):
        """Like it or not any more; saying the same twice changes nothing.

        The row is locked before it goes: Django tells of a deletion, which is counted, also where another was quicker.
        """
        if liked:
            cls.objects.get_or_create(user=user, generation=generation)
        elif like := cls.objects.select_for_update().filter(user=user, generation=generation).first():
            like.delete()

from django.conf import settings
from django.db import models

from generations.models.gallery import Reach

MOST = 1_000  # images


class ReportQuerySet(models.QuerySet):
    def counts(self):
        """{image: how often it was reported}, the latest first, without those that are their owner's alone by now."""
        rows = self.exclude(generation__reach=Reach.OWNER).order_by().values("generation")
        counted = rows.annotate(count=models.Count("pk"), latest=models.Max("pk")).order_by("-latest")
        return dict(counted.values_list("generation", "count")[:MOST])


class Report(models.Model):
    """Somebody says that a public image should not be there. Operators look, and hide it or not."""

    generation = models.ForeignKey("generations.Generation", models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reports")
    words = models.CharField(max_length=500, blank=True, help_text="Why, as the person said.")
    at = models.DateTimeField(auto_now_add=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["generation", "reporter"], name="one_report_per_person_and_image")]

    def __str__(self):
        return f"report {self.pk}"

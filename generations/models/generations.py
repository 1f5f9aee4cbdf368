"""One image, from the wish to the file: the row is the job that makes it."""

from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from generations.models.asking import Asking
from generations.models.costs import Costs
from generations.models.deeds import Deeds
from generations.models.files import Files
from generations.models.gallery import GALLERY, GenerationQuerySet, Reach
from generations.models.order import rank_of
from generations.models.showing import Showing
from generations.signals import happened
from jobs.models import Job, LostLease

TAKEN_OVER = "note scene seed progress previews code retry_at tokens_in tokens_out first_at is_own_key".split()
UNSAVED = ("was_asked", "may_cost", "request_id")
BROKEN = (Job.State.FAILED, Job.State.CANCELLED, Job.State.INTERRUPTED)


class Generation(Showing, Asking, Deeds, Costs, Files, Job):
    """An image that somebody wished for. Several of one click have the same `batch`, the key that the page made for the click."""

    class Visibility(models.TextChoices):
        PUBLIC = "public"
        PRIVATE = "private"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="generations")
    batch = models.UUIDField(default=uuid4, editable=False)
    number = models.PositiveSmallIntegerField(default=0, editable=False)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, related_name="children", help_text="What it was varied from.")
    prompt = models.TextField()
    negative_prompt = models.TextField(blank=True)
    width = models.PositiveIntegerField(help_text="As it was wished, in pixels.")
    height = models.PositiveIntegerField()
    model = models.CharField(max_length=250)
    seed = models.BigIntegerField()
    variation = models.BigIntegerField(default=0, help_text="0, or the seed of a small change.")
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PUBLIC)
    hidden_at = models.DateTimeField(null=True, editable=False)
    dropped_at = models.DateTimeField(null=True, editable=False, help_text="Deleted while it was being made.")
    reach = models.CharField(max_length=8, choices=Reach, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    rank = models.BigIntegerField(editable=False)

    progress = models.PositiveSmallIntegerField(default=0, help_text="0 to 100.")
    position = models.PositiveIntegerField(
        null=True, help_text="How many were in front of it at the provider, when it last said so."
    )
    seconds = models.PositiveIntegerField(null=True, help_text="How long the provider thought that it would take on.")
    previews = models.PositiveIntegerField(default=0, help_text="How many there were so far.")
    note = models.CharField(max_length=2_000, blank=True)
    scene = models.JSONField(default=list, blank=True)
    code = models.CharField(max_length=32, blank=True, help_text="What kind of failure it was.")
    retry_at = models.DateTimeField(null=True, help_text="When the provider takes requests again, as it said.")

    original = models.FileField(max_length=200, blank=True, editable=False)
    large = models.FileField(max_length=200, blank=True, editable=False)
    small = models.FileField(max_length=200, blank=True, editable=False)
    placeholder = models.TextField(blank=True, editable=False)
    real_width = models.PositiveIntegerField(null=True, editable=False)
    real_height = models.PositiveIntegerField(null=True, editable=False)

    first_at = models.DateTimeField(null=True, help_text="When the first picture of it came.")
    tokens_in = models.PositiveIntegerField(null=True)
    tokens_out = models.PositiveIntegerField(null=True)
    is_own_key = models.BooleanField(default=False, help_text="The person pays the provider.")
    likes_count = models.PositiveIntegerField(default=0, editable=False)

    objects = GenerationQuerySet.as_manager()

    reach_before = None  # as it was when the row was read
    seen_as = ""

    class Meta(Job.Meta):
        verbose_name = "image"
        indexes = [
            *Job.Meta.indexes,
            models.Index(fields=["reach", "rank", "id"], name="generations_gallery"),
            models.Index(fields=["owner", "reach", "rank", "id"], name="generations_of_owner"),
            models.Index(fields=["model", "width", "height", "state", "-ended_at"], name="generations_spans"),
            models.Index(fields=["owner", "-started_at"], name="generations_served"),
        ]
        constraints = [models.UniqueConstraint(fields=["owner", "batch", "number"], name="one_image_per_click_and_number")]

    def __str__(self):
        return f"image {self.pk}"  # not its prompt: operators meet it in the admin

    @classmethod
    def from_db(cls, db, field_names, values):
        row = super().from_db(db, field_names, values)
        row.reach_before = row.reach if "reach" in field_names else None
        return row

    @transaction.atomic(savepoint=False)
    def save(self, *args, update_fields=None, **kwargs):
        """Who it is shown to follows from the rest; one that was deleted while it was made goes when that has ended."""
        self.reach = self._reach()
        self.rank = rank_of(self.created_at) + self.number
        super().save(*args, update_fields=update_fields and {*update_fields, "reach"}, **kwargs)
        self.reach_before = self.reach
        if self.dropped_at and not self.is_unfinished:
            self.delete()

    def _reach(self):
        if self.dropped_at:
            return Reach.NOBODY
        if self.visibility == self.Visibility.PRIVATE or self.state in BROKEN:
            return Reach.OWNER
        return Reach.STAFF if self.hidden_at else Reach.EVERYBODY

    def get_absolute_url(self):
        return self.address

    @property
    def topic(self):
        """Its own, which tells pages only that it changed."""
        return f"generation.{self.pk}"

    @staticmethod
    def topic_of(user_id):
        """The topic of what a person has for themself: private images, likes."""
        return f"user.{user_id}.generations"

    @property
    def gallery_topic(self):
        """Where its card is, and its progress passes by."""
        return GALLERY if self.reach == Reach.EVERYBODY else self.topic_of(self.owner_id)

    # The work

    def finish(self, state, error=""):
        """End it with what this worker has. Raises LostLease; then its files go again, and what was held for after it had ended."""
        try:
            with self.held() as row:
                for name in (*TAKEN_OVER, *UNSAVED):
                    setattr(row, name, getattr(self, name))
                if state == self.State.DONE:
                    row.take_files(self)
                    happened.send(type(row), row=row, what="made")
                row.conclude(state, error)
        except LostLease:
            self.drop_files()
            self.release()
            raise
        except BaseException:
            self.drop_files()
            raise
        if state != self.State.DONE:
            self.drop_files()

    def conclude(self, state, error=""):
        super().conclude(state, error)
        self.settle()

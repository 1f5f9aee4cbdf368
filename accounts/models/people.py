"""A person: who signs in, what others call them, and whom they may see."""

from functools import partial
from pathlib import PurePath

from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from django.urls import reverse

from accounts import time_zones

COLOURS = 12
TAKEN = {"This address is taken.": "email", "This username is taken.": "username"}


class UserQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Colleagues see everybody who is active; anybody else sees only themselves."""
        if getattr(user, "is_internal", False):
            return self.filter(is_active=True)
        return self.filter(pk=user.pk, is_active=True)

    def listed(self):
        """Active people in the order of the list. Sorted here, because databases collate by rules of their own."""
        return sorted(self.filter(is_active=True), key=lambda person: person.sort_key)


class PeopleManager(UserManager.from_queryset(UserQuerySet)):
    @classmethod
    def normalize_email(cls, email):
        """An address is the login, so it has one spelling: lower case."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username):
        return self.get(email=self.normalize_email(username))

    def create_superuser(self, username, email=None, password=None, **extra_fields):
        """An operator of the site is one of us."""
        extra_fields.setdefault("kind", User.Kind.INTERNAL)
        return super().create_superuser(username, email, password, **extra_fields)


class User(AbstractUser):
    """A person. The email address is the login, the username a handle, the display name what others read."""

    class Kind(models.TextChoices):
        INTERNAL = "internal", "Internal"
        EXTERNAL = "external", "External"

    first_name = last_name = None
    email = models.EmailField("email address", unique=True, error_messages={"unique": "This address is taken."})
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.EXTERNAL, help_text="Internal people see each other.")
    display_name = models.CharField(max_length=60, blank=True, help_text="What others see. Empty: the username.")
    time_zone = models.CharField(max_length=64, default="UTC", validators=[time_zones.validate])
    avatar = models.FileField(upload_to="avatars", max_length=200, blank=True, editable=False)
    status = models.CharField(max_length=80, blank=True, help_text="What you are up to, in a few words.")
    bio = models.TextField(max_length=500, blank=True, help_text="A few sentences about you. At most 500 characters.")

    objects = PeopleManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["username"]

    class Meta:
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="one_person_per_email", violation_error_message="This address is taken."
            ),
            models.UniqueConstraint(
                Lower("username"), name="one_person_per_username", violation_error_message="This username is taken."
            ),
            models.CheckConstraint(condition=models.Q(kind__in=["internal", "external"]), name="kind_is_known"),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        self.display_name = " ".join(self.display_name.split())
        self.status = " ".join(self.status.split())

    def validate_constraints(self, exclude=None):
        """What is taken is said beside its field, of which `validate_unique` then says nothing more."""
        try:
            super().validate_constraints(exclude)
        except ValidationError as error:
            said = {}
            for problem in error.error_dict[NON_FIELD_ERRORS]:
                said.setdefault(TAKEN.get(problem.message, NON_FIELD_ERRORS), []).append(problem)
            raise ValidationError(said) from None

    @transaction.atomic
    def save(self, *args, **kwargs):
        """The row and the versions that its receivers raise are one transaction, also outside of the admin."""
        super().save(*args, **kwargs)

    @property
    def name(self):
        """What others read, on one line."""
        return " ".join(self.display_name.split()) or self.username

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @property
    def is_internal(self):
        return self.is_active and self.kind == self.Kind.INTERNAL

    @property
    def initials(self):
        """The first letters of the first and the last word, upper case."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def picture(self):
        """The address of this person's picture, another one for each picture; "" shows the initials."""
        return reverse("avatar", args=[self.pk, PurePath(self.avatar.name).stem]) if self.avatar else ""

    def change_picture(self, file=None):
        """Show this file, as `pictures.redrawn` made it, from now on; None: the initials. The old file goes after the commit."""
        if file:
            self.avatar.save(file.name, file, save=False)
        else:
            self.avatar = ""
        try:
            self._replace_picture()
        except BaseException:
            self.drop_file(self.avatar.name)
            raise

    @transaction.atomic
    def _replace_picture(self):
        """The row is locked, so that of two uploads at once each one's file is known to the other."""
        before = User.objects.select_for_update().get(pk=self.pk).avatar.name
        self.save(update_fields=["avatar"])
        transaction.on_commit(partial(self.drop_file, before), robust=True)

    def leave_no_picture(self):
        """This row is about to be deleted: the file that it names now, whatever this object knew, goes after the commit."""
        name = User.objects.filter(pk=self.pk).values_list("avatar", flat=True).first()
        transaction.on_commit(partial(self.drop_file, name), robust=True)

    def drop_file(self, name):
        """Take a picture's file out of the storage, if there is one."""
        if name:
            self.avatar.storage.delete(name)

    @property
    def colour(self):
        """Which of the avatar colours is this person's, 0 to 11."""
        return self.pk % COLOURS

    @property
    def sort_key(self):
        """Where this person stands in a list of people; compared by code point, here and in the browser."""
        return f"{self.name.casefold()} {self.pk:010}"

    @property
    def profile_topic(self):
        return f"user.{self.pk}.profile"

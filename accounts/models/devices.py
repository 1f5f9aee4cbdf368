"""The browsers in which a person has signed in before."""

from django.conf import settings
from django.db import models, transaction

MOST = 50  # rows a person; the longest unused go first


class KnownDeviceQuerySet(models.QuerySet):
    def forget(self):
        """These count as unknown from now on; the rows stay, or the next sign-in would look like the first ever."""
        return self.update(token=None, noticed=True)

    def unnoticed(self, but):
        """Those whose first sign-in the person has not yet taken note of, without the browser that asks."""
        return self.filter(noticed=False).exclude(token=but).order_by("-at")


class KnownDevice(models.Model):
    """One browser of one person, recognised by a long-lived cookie of which only the hash is here."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="known_devices")
    token = models.CharField(max_length=64, null=True, editable=False)
    name = models.CharField(max_length=80)
    address = models.GenericIPAddressField(null=True)
    at = models.DateTimeField(auto_now_add=True)
    last_sign_in = models.DateTimeField(auto_now=True)
    noticed = models.BooleanField(default=True)

    objects = KnownDeviceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "token"], name="one_row_per_person_and_browser")]

    def __str__(self):
        return self.name

    @classmethod
    @transaction.atomic
    def meet(cls, user, token, name, address):
        """(device, whether it is a new one): note that this person signed in here. The very first one is no news."""
        first_ever = not user.known_devices.exists()
        now = {"name": name, "address": address}
        device, is_new = cls.objects.update_or_create(
            user=user, token=token, defaults=now, create_defaults=now | {"noticed": first_ever}
        )
        if is_new:
            cls.objects.filter(
                pk__in=list(user.known_devices.order_by("-last_sign_in").values_list("pk", flat=True)[MOST:])
            ).delete()
        return device, is_new and not first_ever

    @transaction.atomic
    def take_note(self):
        """The person has seen that this device signed in."""
        self.noticed = True
        self.save(update_fields=["noticed"])

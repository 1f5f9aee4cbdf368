"""What is done with an image that is there, and what others are told of it."""

from django.db import transaction
from django.utils import timezone

from generations.signals import happened


class Deeds:
    """A part of Generation."""

    @transaction.atomic
    def show_to(self, visibility):
        """Make it public or private; only once it has ended, for its progress goes where it was begun."""
        row = self.locked()
        if row is None or row.is_unfinished or row.visibility == visibility:
            return row
        row.visibility = visibility
        row.save()
        if row.state == self.State.DONE:
            happened.send(type(row), row=row, what="shared")
        return row

    @transaction.atomic
    def hide(self, hidden):
        """Take what is public out of the gallery, or put it back. Returns whether that changed anything."""
        row = self.locked()
        if row is None or not row.is_done or row.visibility == self.Visibility.PRIVATE or bool(row.hidden_at) == hidden:
            return False
        row.hidden_at = timezone.now() if hidden else None
        row.save()
        return True

    @transaction.atomic
    def remove(self):
        """Take it away from every page at once, and end it where it is being made."""
        row = self.locked()
        if row is None:
            return
        if row.state == self.State.DONE:
            happened.send(type(row), row=row, what="deleted")
        if row.is_unfinished:
            row.dropped_at = timezone.now()
            row.save()
            row.cancel()
        else:
            row.delete()

"""What becomes of images, as a fact: "made", "shared", "deleted". Sent by the verbs, in their transaction, with `row` and `what`."""

from django.dispatch import Signal

happened = Signal()

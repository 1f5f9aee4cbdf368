"""What making an image took: settled whatever way it ends."""

from usage import metering


class Costs:
    """A part of Generation."""

    was_asked = True  # False in the worker that knows that it never called the provider
    may_cost = True  # False where the provider refused before it began
    request_id = ""

    @property
    def key(self):
        """Under which its call is metered."""
        return f"image.{self.pk}"

    def settle(self):
        """What its call took, in the log; what was held for a call that was never made is given back."""
        if not self.fence:
            return
        if not self.was_asked:
            self.release()
            return
        is_paid = self.state == self.State.DONE or (self.may_cost and self.first_at is not None)
        taken = {name: (getattr(self, name) or 0) if is_paid else 0 for name in ("tokens_in", "tokens_out")}
        taken |= {"images": int(is_paid), "is_estimated": is_paid and self.state != self.State.DONE}
        metering.settle(metering.Call.of(self, user_id=self.owner_id, kind="image", about=self.pk, **taken))

    def release(self):
        metering.release(self.key)

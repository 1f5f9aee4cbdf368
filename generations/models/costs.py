"""What making an image took: settled whatever way it ends."""

from usage import metering

# What our guess is made of, where a provider does not say: an image in medium quality takes 1,056 to 1,584 tokens by its shape.
# https://platform.openai.com/docs/guides/image-generation#cost-and-latency
TOKENS_AN_IMAGE = 1_584
TOKENS_A_PREVIEW = 100
CHARACTERS_A_TOKEN = 4  # of English prose


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
        took = self._took() if is_paid else dict.fromkeys(("tokens_in", "tokens_out", "images"), 0) | {"is_estimated": False}
        metering.settle(metering.Call.of(self, user_id=self.owner_id, kind="image", about=self.pk, **took))

    def _took(self):
        """As the provider said; else, where the price is by tokens, our guess of what was drawn before it ended."""
        if self.tokens_out is None and metering.is_by_tokens(self.model):
            prompt = (len(self.prompt) + len(self.negative_prompt)) // CHARACTERS_A_TOKEN
            return {"tokens_in": prompt, "tokens_out": self._drawn(), "images": 1, "is_estimated": True}
        said = {name: getattr(self, name) or 0 for name in ("tokens_in", "tokens_out")}
        return {**said, "images": 1, "is_estimated": self.state != self.State.DONE}

    def _drawn(self):
        """Tokens. A preview without word of how far it is counts as half of an image."""
        share = 100 if self.state == self.State.DONE else self.progress or 50
        return TOKENS_AN_IMAGE * min(share, 100) // 100 + TOKENS_A_PREVIEW * self.previews

    def release(self):
        metering.release(self.key)

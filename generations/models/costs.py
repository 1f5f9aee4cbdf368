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

    @property
    def provider_and_model(self):
        """(slug, the model's name there) of `slug:model`; a model without a provider is built in."""
        provider, _, model = self.model.partition(":") if ":" in self.model else (metering.BUILT_IN, "", self.model)
        return provider, model

    def settle(self):
        """What its call took, in the log; what was held for a call that was never made is given back."""
        if not self.fence:
            return
        if not self.was_asked:
            metering.release(self.key)
            return
        provider, model = self.provider_and_model
        is_paid = self.state == self.State.DONE or (self.may_cost and self.first_at is not None)
        metering.settle(
            metering.Call(
                key=self.key,
                user_id=self.owner_id,
                provider=provider,
                model=model,
                kind="image",
                about=self.pk,
                tokens_in=(self.tokens_in or 0) if is_paid else 0,
                tokens_out=(self.tokens_out or 0) if is_paid else 0,
                images=int(is_paid),
                is_estimated=is_paid and self.state != self.State.DONE,
                is_own_key=self.is_own_key,
                started_at=self.started_at,
                first_at=self.first_at,
                ended_at=self.ended_at,
                outcome=self.state,
                code=self.code,
                request_id=self.request_id,
            )
        )

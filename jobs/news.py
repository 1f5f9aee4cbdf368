"""What a runner was told. Only hints: once a second it looks for all, whatever it heard."""

from time import monotonic

POLL_SECONDS = 1.0


class News:
    """Of which kinds jobs wait, and whether any is to be cancelled. Heard from any thread, taken by the runner."""

    def __init__(self):
        self._kinds, self._has_cancelled, self._looked_at = set(), False, 0.0

    def hear(self, kind, cancelled):
        self._has_cancelled = self._has_cancelled or cancelled
        if kind:
            self._kinds.add(kind)

    def take_cancelled(self):
        """Whether somebody asked to cancel since the last time."""
        cancelled, self._has_cancelled = self._has_cancelled, False
        return cancelled

    def take_kinds(self, models):
        """Those models of which somebody said that a job waits; where nobody said so, and once a second, all."""
        kinds, self._kinds = self._kinds, set()
        if kinds and monotonic() < self._looked_at + POLL_SECONDS:
            return [model for model in models if model._meta.label in kinds]
        self._looked_at = monotonic()
        return list(models)

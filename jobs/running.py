"""The jobs that one runner works on just now."""


class Running:
    """Tasks of the event loop by job: which have begun their work, and which somebody asked to cancel. Belongs to that loop."""

    def __init__(self, work, ended):
        self._work, self._ended = work, ended  # `work(job, key)` does one, `ended()` hears that one is over
        self.tasks = {}  # (model, pk) → task
        self._begun = set()  # keys of jobs whose work has begun; until then there is nothing to interrupt
        self._cancelled = set()

    def start(self, job, loop):
        key = type(job), job.pk
        task = self.tasks[key] = loop.create_task(self._work(job, key))
        task.add_done_callback(lambda _: self._end(key))

    def begin(self, key):
        """From now on it is cancelled by cancelling its task. Returns whether it may begin at all."""
        if key in self._cancelled:
            return False
        self._begun.add(key)
        return True

    def cancel(self, model, pk):
        key = model, pk
        if key in self.tasks and key not in self._cancelled:
            self._cancelled.add(key)
            if key in self._begun:
                self.tasks[key].cancel()

    def is_cancelled(self, key):
        return key in self._cancelled

    def of(self, model):
        """The pks of this kind."""
        return [pk for kind, pk in self.tasks if kind is model]

    def _end(self, key):
        self._ended()
        self.tasks.pop(key, None)
        self._begun.discard(key)
        self._cancelled.discard(key)

"""Jobs that a runner of this very process begins at once, without the way through the queue."""

_runners = set()


def offer(runner):
    """Hand jobs to this runner from now on: it has `has_room(model)` and `hand(job)`. Returns a function that ends it."""
    _runners.add(runner)
    return lambda: _runners.discard(runner)


def runner_for(model):
    """A runner of this process that has room for such a job, or None."""
    return next((runner for runner in tuple(_runners) if runner.has_room(model)), None)

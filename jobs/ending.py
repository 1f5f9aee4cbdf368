"""How a runner writes the end of a job."""

import logging

from jobs.models import LostLease

logger = logging.getLogger("jobs")


def write_end(job, state, error):
    """End it as the worker that holds it. Returns whether that was written; why not stands in the log."""
    try:
        job.finish(state, error)
    except LostLease:
        logger.info("%s %s was not ours any more", type(job).__name__, job.pk)
    except Exception:
        logger.exception("The end of %s %s could not be written; its lease will run out", type(job).__name__, job.pk)
    else:
        return True
    return False

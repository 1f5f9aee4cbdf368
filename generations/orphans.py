"""Takes away files that no image names: a worker that was killed between keeping them and saying so left them behind."""

import logging
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from generations.models import Generation
from generations.models.files import FIELDS, FOLDER
from jobs.chores import chore

logger = logging.getLogger("generations")
AGE = timedelta(hours=1)  # younger ones may be those of an image that is about to end
SECONDS = 6 * 3600  # between two sweeps
BATCH = 1_000  # rows


@chore(SECONDS)
def sweep():
    """Delete what nobody names and what is older than an hour. Returns how many went."""
    orphans = _old_files()  # before the rows: whatever is named after this look is younger
    for names in Generation.objects.values_list(*FIELDS).iterator(BATCH) if orphans else ():
        orphans.difference_update(names)
    for name in sorted(orphans):
        default_storage.delete(name)
    if orphans:
        logger.warning("%s files that no image named were taken away", len(orphans))
    return len(orphans)


def _old_files():
    """Names in the folder of images; those of the demo have a folder of their own."""
    try:
        _, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return set()
    before = timezone.now() - AGE
    paths = [f"{FOLDER}/{name}" for name in names]
    return {path for path in paths if _modified(path) < before}


def _modified(path):
    """Now, where it went meanwhile."""
    try:
        return default_storage.get_modified_time(path)
    except FileNotFoundError:
        return timezone.now()

"""What a server process does before it answers anybody."""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from accounts import rotation
from settings_sync.models import Provider

logger = logging.getLogger("config")


def prepare():
    """Refuse to start without the keys that rows need, and give the environment's providers their rows.

    In a thread: some servers import the application inside their event loop, where Django allows no query.
    """
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_prepare).result()


def _prepare():
    try:
        if words := rotation.missing():
            raise ImproperlyConfigured(" ".join(words))
        Provider.objects.follow_environment()
    except DatabaseError as error:  # /healthz says it too, and whoever has not migrated yet sees it at once
        logger.warning("The database does not answer as expected. Has `manage.py migrate` run? %s", error)
    finally:
        connections.close_all()

"""What `manage.py check` looks at besides Django's own."""

from django.conf import settings
from django.core.checks import Error, register
from django.core.files.storage import InvalidStorageError, storages


@register
def the_storage_can_be_used(app_configs, **kwargs):
    """Else the first picture that somebody uploads would show it."""
    entry = settings.STORAGES["default"]
    try:
        storages.create_storage(entry)
    except InvalidStorageError as error:
        return [Error(f"STORAGE_URL names {entry['BACKEND']}, which cannot be imported here: {error}", id="config.E001")]
    except Exception as error:  # whatever the class has against them
        return [Error(f"STORAGE_URL has options that {entry['BACKEND']} does not take: {error}", id="config.E002")]
    return []

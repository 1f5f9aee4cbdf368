"""The files of an image: as it came, and two sizes for pages. They go after the commit in which the row goes."""

from functools import partial
from secrets import token_hex

from django.core.files.base import ContentFile
from django.db import transaction

FIELDS = ("original", "large", "small")
FOLDER = "generations"
SHARED = f"{FOLDER}/demo/"  # of many demo rows at once: they stay


class Files:
    """A part of Generation."""

    def keep_files(self, developed):
        """Put what `developing.developed` made into the storage, under names that nobody guesses. The row is not saved."""
        name = token_hex(16)
        contents = {"original": developed.original, "large": developed.large, "small": developed.small}
        endings = {"original": f".{developed.suffix}", "large": "-1024.webp", "small": "-512.webp"}
        for field, content in contents.items():
            file = getattr(self, field)
            file.name = file.storage.save(f"{FOLDER}/{name}{endings[field]}", ContentFile(content))
        self.placeholder = developed.placeholder
        self.real_width, self.real_height = developed.width, developed.height

    def take_files(self, other):
        for field in FIELDS:
            setattr(self, field, getattr(other, field).name)
        self.placeholder, self.real_width, self.real_height = other.placeholder, other.real_width, other.real_height

    def drop_files(self):
        """After the commit; at once outside of a transaction."""
        for field in FIELDS:
            file = getattr(self, field)
            if file and not file.name.startswith(SHARED):
                transaction.on_commit(partial(file.storage.delete, file.name), robust=True)

    def file_named(self, name):
        """The file of this name among them, or None."""
        files = [getattr(self, field) for field in FIELDS]
        return next((file for file in files if file and file.name.rpartition("/")[2] == name), None)

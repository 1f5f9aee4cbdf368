"""Where files are kept is a setting."""

import pytest

from config import files

MEMORY = "django.core.files.storage.InMemoryStorage"


@pytest.mark.parametrize(
    ("url", "entry"),
    [
        ("", {"BACKEND": "django.core.files.storage.FileSystemStorage"}),
        (
            "s3://pictures/lockstep?endpoint_url=http://minio:9000&file_overwrite=false&max_memory_size=100",
            {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {
                    "bucket_name": "pictures",
                    "location": "lockstep",
                    "endpoint_url": "http://minio:9000",
                    "file_overwrite": False,
                    "max_memory_size": 100,
                },
            },
        ),
        (f"{MEMORY}?location=/a", {"BACKEND": MEMORY, "OPTIONS": {"location": "/a"}}),
    ],
)
def test_an_address_names_the_storage_and_its_options(url, entry):
    assert files.storage(url) == entry

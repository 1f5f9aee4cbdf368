"""Where uploaded and made files are kept: a folder, or whatever Django storage `STORAGE_URL` names."""

from urllib.parse import parse_qsl, urlsplit

from django.core.exceptions import ImproperlyConfigured

S3 = "storages.backends.s3.S3Storage"  # of django-storages, which whoever wants it installs beside the site
FORM = "STORAGE_URL is s3://bucket/prefix?option=value, dotted.path.of.a.Class?option=value, or empty: files in MEDIA_ROOT."


def storage(url):
    """The entry of `STORAGES` for `s3://bucket/prefix?option=value`, for `dotted.path.of.a.Class?option=value`, or for "": MEDIA_ROOT.

    Raises ImproperlyConfigured.
    """
    parts = urlsplit(url)
    options = {name: _value(text) for name, text in parse_qsl(parts.query, keep_blank_values=True)}
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    if parts.scheme == "s3" and parts.netloc:
        return {"BACKEND": S3, "OPTIONS": {"bucket_name": parts.netloc, "location": parts.path.strip("/"), **options}}
    if not parts.scheme and "." in parts.path and parts.path.replace(".", "").isidentifier():
        return {"BACKEND": parts.path, "OPTIONS": options}
    raise ImproperlyConfigured(FORM)


def _value(text):
    """What an option means: true, false, a whole number, or the text itself."""
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    return int(text) if text.isdecimal() else text

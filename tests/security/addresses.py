"""Every route of the site as text, and which address of the matrix stands for it."""

import re

from django.contrib import admin
from django.urls import get_resolver

PLACE = re.compile(r"<(?:\w+:)?\w+>")
GROUP_NAME = re.compile(r"\?P<\w+>")
OF_EVERY_MODEL = (
    "",
    "add/",
    "<path:object_id>/",
    "<path:object_id>/change/",
    "<path:object_id>/delete/",
    "<path:object_id>/history/",
)


def routes(patterns=None, prefix=""):
    """Every route but those that the admin has for each model."""
    for pattern in patterns or get_resolver().url_patterns:
        route = prefix + str(pattern.pattern).replace("^", "").removesuffix("$").removesuffix("\\Z")
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        elif route not in of_models():
            yield route


def of_models():
    """Lists and forms, for which ADMIN says who may what."""
    folders = [f"admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry]
    return {folder + page for folder in folders for page in OF_EVERY_MODEL} | {"admin/(?P<url>.*)"}


def matches(route, address):
    """Whether this address, with its `{places}`, is one of that route."""
    return re.fullmatch(PLACE.sub("[^/]+", GROUP_NAME.sub("?:", route)), address) is not None

"""The site's settings, with errands: for worker processes of these tests."""

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS += ["tests.jobs"]

"""What can be wished for: sizes, how many at once, and which models draw."""

from generations.backends.artwork import LABEL as BUILT_IN_LABEL
from generations.backends.artwork import MODEL as BUILT_IN_MODEL
from settings_sync.providers.preferences import image_models

SIZES = {
    "1024x1024": "Square, 1024 × 1024",
    "1024x768": "Landscape, 1024 × 768",
    "768x1024": "Portrait, 768 × 1024",
    "512x512": "Small, 512 × 512",
}
MOST_AT_ONCE = 4
SEEDS = 2**32  # how many there are, from 0
LONGEST_PROMPT = 4_000  # characters
REASONS = ["Not fit for everybody", "Shows a person who did not agree", "Somebody else's work", "Something else"]


def models_of(user):
    """(id, label) of what this person can draw with. No provider is asked."""
    return [(BUILT_IN_MODEL, BUILT_IN_LABEL), *image_models(user)]


def sides_of(size):
    """(width, height) in pixels of one of SIZES."""
    width, height = size.split("x")
    return int(width), int(height)

"""What a person's export holds of their images."""

from accounts.batches import in_batches
from accounts.exports import exporter
from generations.models import Generation, Like, PromptBar, Report
from generations.models.bars import FIELDS

IMAGE = """
id batch number parent_id prompt negative_prompt width height model seed variation visibility reach hidden_at created_at
progress note scene state error code worker queued_at started_at ended_at tokens_in tokens_out is_own_key likes_count
real_width real_height original large small placeholder
""".split()
BATCH = 200  # images that are in memory at once


@exporter("images")
def images(user):
    """Every image as it came, and a list of them with all that is known; likes, reports and the prompt bar."""
    rows = Generation.objects.filter(owner=user).order_by("created_at", "pk")
    yield "images.json", list(rows.values(*IMAGE))
    yield from _files(rows)
    yield "likes.json", list(Like.objects.filter(user=user).order_by("pk").values("generation_id", "at"))
    yield "reports.json", list(Report.objects.filter(reporter=user).order_by("pk").values("generation_id", "words", "at"))
    yield "prompt-bar.json", PromptBar.objects.filter(user=user).values(*FIELDS).first() or {}


def _files(rows):
    """(name, content) of every file, once: rows of the demo share theirs."""
    known = set()
    for row in in_batches(rows, BATCH):
        for file in (row.original, row.large, row.small):
            name = file.name.rpartition("/")[2]
            if name and name not in known and file.storage.exists(file.name):  # a row outlives its file where media were lost
                known.add(name)
                with file.open() as content:
                    yield name, content.chunks()

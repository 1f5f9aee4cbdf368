"""How the queue stands: for `/healthz` and whoever watches it."""

from django.db.models import Count, Min
from django.utils import timezone

from jobs.kinds import registered
from jobs.workers import Worker

IN_VAIN = 15  # seconds that a job may wait where nobody is there to take it


def state():
    """`workers` alive, jobs `running` and `queued`, how long the `oldest` has waited (seconds), and whether any waits `in_vain`."""
    workers = Worker.objects.alive().count()
    running, queued, since = 0, 0, []
    for model in registered():
        waiting = model.objects.queued().aggregate(count=Count("pk"), since=Min("queued_at"))
        running, queued = running + model.objects.running().count(), queued + waiting["count"]
        since += [waiting["since"]] if waiting["since"] else []
    oldest = (timezone.now() - min(since)).total_seconds() if since else 0.0
    in_vain = not workers and oldest > IN_VAIN
    return {"workers": workers, "running": running, "queued": queued, "oldest": round(oldest, 1), "in_vain": in_vain}

"""What a person's export holds of their usage."""

from accounts.exports import exporter
from usage.models import UsageLog

FIELDS = "key provider model kind about tokens_in tokens_out is_estimated amount started_at ended_at outcome code".split()


@exporter("usage")
def usage(user):
    yield "calls.json", list(UsageLog.objects.filter(user=user).order_by("pk").values(*FIELDS))

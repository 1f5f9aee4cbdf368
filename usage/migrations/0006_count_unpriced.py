"""Counts the calls without a price that were made before they were counted."""

from django.conf import settings
from django.db import migrations
from django.db.models import Count, F
from django.db.models.functions import TruncDate


def count(apps, schema_editor):
    log, account, user_day, model_day, site_day = (
        apps.get_model("usage", name) for name in ("UsageLog", "CreditAccount", "UserDay", "ModelDay", "SiteDay")
    )
    calls = log.objects.filter(cost=None, is_own_key=False).annotate(day=TruncDate("ended_at", tzinfo=settings.REPORTING_ZONE))
    names = ("user_id", "day", "provider", "model")
    for user, day, provider, model, number in calls.order_by().values_list(*names).annotate(Count("pk")):
        grown, of_model = {"unpriced": F("unpriced") + number}, {"day": day, "provider": provider, "model": model}
        site_day.objects.filter(**of_model, shard=(user or 0) % 16).update(**grown)
        if user:
            account.objects.filter(user=user).update(**grown)
            user_day.objects.filter(user=user, day=day).update(**grown)
            model_day.objects.filter(user=user, **of_model).update(**grown)


class Migration(migrations.Migration):
    dependencies = [("usage", "0005_unpriced_calls")]
    operations = [migrations.RunPython(count, migrations.RunPython.noop)]

from datetime import datetime

from django.db import migrations

from usage.money import dollars
from usage.price_list import FROM, PACKAGES, PRICES


def add(apps, schema_editor):
    """What models cost, and what people can buy, until the operator says something else."""
    Price, Package = apps.get_model("usage", "Price"), apps.get_model("usage", "Package")
    starts_at = datetime.fromisoformat(FROM)
    rows = [
        Price(provider=provider, model=model, input=dollars(read), output=dollars(written), starts_at=starts_at)
        for provider, model, read, written in PRICES
    ]
    Price.objects.bulk_create(rows)
    Package.objects.bulk_create([Package(name=name, credits=dollars(usd), price_cents=cents) for name, usd, cents in PACKAGES])


class Migration(migrations.Migration):
    dependencies = [("usage", "0002_ledger")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

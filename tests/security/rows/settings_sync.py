"""Preferences, their history, providers and keys."""

from settings_sync.models import PreferenceChange, Provider
from tests.security.roles import LOGIN, MINE, NO, NOT_SO, YES, row

ADDRESSES = {
    "settings/": row(get=MINE, post=(LOGIN, 422, 422, 422)),
    "settings/state/": row(get=(401, 200, 200, 200)),
    "settings/save/": row(get=NOT_SO, post=(401, 400, 400, 400), json=True),
    "settings/history/": row(get=MINE),
    "settings/history/list/": row(get=(401, 200, 200, 200)),
    "settings/history/{change}/restore/": row(get=NOT_SO, post=(LOGIN, 404, 302, 404)),
    "settings/export/": row(get=MINE),
    "settings/import/": row(get=MINE, post=(LOGIN, 422, 422, 422)),
    "settings/import/apply/": row(get=NOT_SO, post=(LOGIN, 302, 302, 302)),
    "settings/providers/": row(get=MINE, post=(LOGIN, 422, 422, 422)),
    "settings/providers/{provider}/": row(get=(401, 200, 200, 200)),
    "settings/providers/{provider}/key/": row(get=NOT_SO, post=(LOGIN, 422, 422, 422), fresh=True),
    "settings/providers/{provider}/key/remove/": row(get=NOT_SO, post=(LOGIN, 302, 302, 302), fresh=True),
    "settings/providers/{provider}/test/": row(get=NOT_SO, post=(LOGIN, 302, 302, 302)),
}
TOPICS = {
    "user.{pk}.preferences": (NO, NO, YES, NO),
    "user.{pk}.settings_history": (NO, NO, YES, NO),
    "user.{pk}.providers": (NO, NO, YES, NO),
    "providers": (NO, YES, YES, YES),
}
OBJECTS = {
    "change": lambda grace: (
        PreferenceChange.objects.create(user=grace, key="theme", before="dark", version=0, outcome="applied").pk
    ),
    "provider": lambda grace: (
        Provider.objects.get_or_create(slug="lab", name="Lab", kind="openai", base_url="http://127.0.0.1:9/v1")[0].slug
    ),
}
ADMIN = {"settings_sync.preference": "view add change", "settings_sync.provider": "view add change delete"}

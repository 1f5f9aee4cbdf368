from django.db.backends.postgresql import base

from realtime.db.commit import RaisesVersions


class DatabaseWrapper(RaisesVersions, base.DatabaseWrapper):
    """Django's PostgreSQL, raising topic versions before COMMIT."""

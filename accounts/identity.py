"""Who a session belongs to. Every request asks it, so the queries are made once."""

from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from realtime.db.prepared import Prepared, Slot


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    _alive = Prepared(
        lambda: Session.objects.filter(
            session_key=Slot("key", Session._meta.pk), expire_date__gt=Slot("now", Session._meta.get_field("expire_date"))
        )
    )

    def _get_session_from_db(self):
        row = self._alive.first(key=self.session_key, now=timezone.now())
        if row is None:
            self._session_key = None
        return row


class ByPassword(ModelBackend):
    """Django's sign-in with a password."""

    _by_id = Prepared(lambda: get_user_model().objects.filter(pk=Slot("pk", get_user_model()._meta.pk)))

    def get_user(self, user_id):
        user = self._by_id.first(pk=user_id)
        return user if user and self.user_can_authenticate(user) else None

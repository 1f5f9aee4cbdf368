from django.db import transaction

from realtime.publisher import send
from realtime.sessions import signature


def recheck(user_id=None, session_key=None, topic=None):
    """After commit, let every process check the sockets of that person or session, or those that watch a topic, against the database.

    One message for logout, password change, deactivation and lost roles alike: what ends is decided by what the
    database says, so the message may come twice, late or for nothing.
    """
    message = {"type": "recheck", "user": user_id, "session": session_key and signature(session_key), "topic": topic}
    transaction.on_commit(lambda: send("processes", message), robust=True)

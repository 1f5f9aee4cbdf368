import hashlib


def signature(session_key):
    """A name for a session that may be logged and sent: a hash of its key."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:32]

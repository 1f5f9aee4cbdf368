"""What can be watched of conversations."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from realtime import topics


def test_one_conversation_has_one_topic(ada, conversation):
    """A page that could watch it under any number of names would have any number of versions and groups made."""
    plain = conversation.pk.hex
    others = [plain, plain.upper(), str(conversation.pk).upper(), f"{plain[:4]}-{plain[4:]}", f"-{conversation.pk}-"]
    assert topics.may_watch(ada, conversation.topic)
    with CaptureQueriesContext(connection) as queries:
        assert not [name for name in others if topics.may_watch(ada, f"conversation.{name}")]
    assert not queries.captured_queries

"""Bringing back what was cleared."""

from datetime import timedelta, timezone

import pytest

from chat.models import Conversation


@pytest.mark.parametrize(
    "at",
    [
        "2024-13-45T99:00:00Z",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "2024-01-01T00:00:00",
        "2024-01-01",
        "yesterday",
        "",
        None,
        ["2024"],
    ],
    ids=repr,
)
def test_a_time_that_is_none_is_refused_in_words(ada, tea, act, at):
    answer = act(ada, None, "restore_cleared", at=at)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "malformed")


def test_a_time_is_the_same_in_every_zone(ada, tea, act):
    at = Conversation.objects.clear(ada).astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert act(ada, None, "restore_cleared", at=at.isoformat()).json()["count"] == 1

"""/healthz about those who write replies."""

from datetime import timedelta

from django.utils.timezone import now

from chat.models import Reply
from tests.jobs.conftest import until


def test_a_runner_is_there_until_it_leaves(client, replies):
    until(lambda: client.get("/healthz").json()["workers"] == "up")
    assert client.get("/healthz").json()["jobs"]["workers"] == 1
    replies.stop()
    until(lambda: client.get("/healthz").json()["workers"] == "none")


def test_jobs_that_wait_in_vain_are_a_503(client, conversation, say):
    reply = say(conversation, "Is anybody there?").branches.get().reply
    assert client.get("/healthz").json()["jobs"]["queued"] == 1
    Reply.objects.filter(pk=reply.pk).update(queued_at=now() - timedelta(seconds=20))
    response = client.get("/healthz")
    assert (response.status_code, response.json()["workers"]) == (503, "down: jobs wait and no worker is there")
    assert response.json()["jobs"]["oldest"] >= 20

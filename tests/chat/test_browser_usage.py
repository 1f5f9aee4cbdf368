"""While people converse the staff page goes along; afterwards page, logs and ledger say the same, to the billionth of a dollar."""

import asyncio
import csv
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

from django.db.models import Sum
from playwright.sync_api import expect

from chat.models import Conversation, Reply
from tests.jobs.conftest import until
from usage import ledger
from usage.checking import check
from usage.models import CreditEntry, UsageLog
from usage.money import USD, dollars, exact

QUESTIONS = 6  # in each conversation


def added(client, address, column):
    """The sum of a column of a file, in nano-USD."""

    chunks = client.get(address).streaming_content

    async def read():
        return b"".join([chunk async for chunk in chunks]).decode()

    with ThreadPoolExecutor(1) as apart:
        lines = apart.submit(lambda: asyncio.run(read())).result(30)
    return sum(dollars(row[column]) for row in csv.DictReader(StringIO(lines)))


def test_page_logs_and_ledger_agree_after_conversations(
    page_as, wait_live, client_of, replies, provider, priced, asked_of, say, ada, grace, eve
):
    for person in (grace, eve):
        ledger.grant(person.pk, USD, f"grant.{person.pk}")
    conversations = [priced, *(asked_of(Conversation.objects.open_new(person)) for person in (grace, eve))]
    page = page_as(ada, path="/usage/logs/")
    wait_live(page)
    page.evaluate("window.stays = true")
    provider.chat.pace = 0.02
    for number in range(QUESTIONS):
        provider.chat.trouble, provider.chat.after = ("cuts", 2) if number % 3 == 2 else ("", 0)
        for conversation in conversations:
            say(conversation, f"Question {number}")
        until(lambda: not Reply.objects.unfinished().exists(), 60)
    total = page.locator(".logs-total").filter(has_text="Cost").locator("strong")
    charged = UsageLog.objects.aggregate(sum=Sum("charged"))["sum"]
    expect(total).to_have_attribute("title", f"${exact(charged)}", timeout=20_000)
    assert page.evaluate("window.stays")
    assert UsageLog.objects.count() == QUESTIONS * len(conversations)
    assert charged == -CreditEntry.objects.filter(kind="usage").aggregate(sum=Sum("amount"))["sum"] > 0
    staff = client_of(ada)
    assert added(staff, "/usage/logs/export/", "Cost (USD)") == charged
    assert added(staff, "/usage/logs/export/calls/", "Charged (USD)") == charged
    assert [str(difference) for difference in check()] == []

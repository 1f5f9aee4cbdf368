"""Lines of one's activity on a phone: long ones go on below instead of being cut."""

import pytest

from accounts.audit import record

FIELDS = ["Display name", "Email address", "Superuser status", "Staff status", "Time zone"]


@pytest.mark.parametrize("width", [390, 1440])
def test_a_long_line_is_whole_and_its_time_stands_beside_its_first_words(page_as, rf, ada, width):
    device = {"User-Agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Firefox/140.0"}
    request = rf.get("/", REMOTE_ADDR="2001:db8:1234:5678:9abc:def0:1234:5678", headers=device)
    request.user = ada
    record(request, "profile.changed", fields=FIELDS)
    page = page_as(ada, path="/profile/activity/", viewport={"width": width, "height": 844})
    words, time = page.locator(".activity-row > .grow"), page.locator(".activity-row time")
    assert words.evaluate("row => row.scrollWidth <= row.clientWidth")
    assert words.get_by_text("Time zone").is_visible()
    first = words.locator("p").first.evaluate("row => { const r = row.getClientRects()[0]; return [r.top, r.bottom] }")
    assert first[0] <= time.bounding_box()["y"] < first[1]
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

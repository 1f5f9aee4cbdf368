"""What requests bring back: frames in the writer's own answer, stale tokens, errors in words."""

import json

import pytest
from playwright.sync_api import expect

from tests.realtime.client.looks import let_pass, record, recorded, shows, shows_version

FORM = """<form id="form" hx-post="/save/" hx-target="#out" hx-swap="innerHTML">
<input name="name" value="Alan"><button>Save</button></form><p id="out"></p>"""
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def carrying(html, *frames):
    return f"{html}<template data-frames>{json.dumps(frames).translate(ESCAPES)}</template>"


def test_an_htmx_answer_shows_its_frames_and_its_copy_is_dropped(stage, people, open_page):
    stage.body = people.region() + FORM
    page = open_page()
    frame = people.rename(1, "Alan")
    stage.answer("/save/", carrying("<b>Saved</b>", frame))
    page.get_by_role("button", name="Save").click()
    shows(page, "Alan", "Grace", "Linus")
    expect(page.locator("#out")).to_have_text("Saved")
    expect(page.locator("template")).to_have_count(0)
    stage.say(frame, people.rename(2, "Barbara"))
    shows(page, "Alan", "Barbara", "Linus")
    assert not stage.asked("/people/")


def test_a_copy_that_came_before_the_answer_is_enough(stage, people, open_page):
    stage.body = people.region() + FORM
    page = open_page()
    record(page)
    frame, later = people.rename(1, "Alan"), people.rename(1, "Barbara")
    stage.say(frame, later)
    shows_version(page, 14)
    stage.answer("/save/", carrying("Saved", frame))
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#out")).to_have_text("Saved")
    stage.say(people.rename(1, "Carol"))
    shows(page, "Carol", "Grace", "Linus")
    assert recorded(page) == ([12, 13, 14, 15], ["Ada", "Alan", "Barbara", "Carol"])


def test_frames_of_an_answer_that_swaps_nothing_are_shown(stage, people, open_page):
    stage.body = people.region() + FORM.replace("innerHTML", "none")
    page = open_page()
    stage.answer("/save/", carrying("", people.rename(1, "Alan")))
    page.get_by_role("button", name="Save").click()
    shows(page, "Alan", "Grace", "Linus")


def test_an_answer_of_json_shows_its_frames(stage, people, open_page):
    page = open_page()
    stage.answer("/api/", {"ok": True, "frames": [people.rename(1, "Alan")]})
    answer = page.evaluate("async () => (await import('/static/js/http.js')).request('/api/', { method: 'POST', json: {} })")
    assert answer["ok"]
    shows(page, "Alan", "Grace", "Linus")


def test_a_region_that_htmx_brings_is_live(stage, people, open_page):
    stage.body = FORM
    page = open_page()
    stage.answer("/save/", people.region())
    page.get_by_role("button", name="Save").click()
    stage.until(lambda: stage.heard("watch"))
    stage.say(people.rename(1, "Alan"))
    shows(page, "Alan", "Grace", "Linus")


def test_an_older_region_that_htmx_brings_is_compared_again(stage, people, open_page):
    """Its topic is watched already, but at another version: the server must hear that it shows less."""
    stage.body = people.region() + FORM
    page = open_page()
    stage.say(people.rename(1, "Alan"))
    shows_version(page, 13)
    stage.answer("/save/", people.region().replace('id="people"', 'id="other"').replace("13", "12"))
    page.get_by_role("button", name="Save").click()
    (watch,) = stage.until(lambda: stage.heard("watch"))
    assert watch["topics"] == {"people": 12}


def test_a_rejected_form_is_shown(stage, open_page):
    stage.body = FORM
    page = open_page()
    stage.answer("/save/", "<b>Too short</b>", status=422)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#out")).to_have_text("Too short")


def needing_fresh_token(stage):
    def answer():
        _, _, headers, _ = stage.requests[-1]
        if headers.get("x-csrftoken") == "fresh":
            return 200, "text/html", "Saved"
        return (
            403,
            "application/json",
            json.dumps({"error": {"code": "csrf", "message": "This page is older than your session."}}),
        )

    return answer


def test_a_stale_token_is_renewed_and_the_form_sent_again(stage, open_page):
    stage.body = FORM
    page = open_page()
    stage.answer("/save/", needing_fresh_token(stage))
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#out")).to_have_text("Saved")
    first, second = stage.asked("/save/")
    assert first[3] == second[3] == "name=Alan"


def test_a_stale_token_of_a_request_is_renewed_once(stage, open_page):
    page = open_page()
    stage.answer("/save/", needing_fresh_token(stage))
    said = page.evaluate("async () => (await import('/static/js/http.js')).request('/save/', { method: 'POST', json: {} })")
    assert said == "Saved"
    assert len(stage.asked("/save/")) == 2


def test_a_form_that_is_forbidden_is_not_sent_again(stage, open_page):
    stage.body = FORM
    page = open_page()
    page.evaluate("document.cookie = 'csrf=fresh; path=/'")
    stage.answer("/save/", "No", status=403)
    with page.expect_response("**/live/token/"):
        page.get_by_role("button", name="Save").click()
    let_pass(page)
    page.evaluate("fetch('/later/').then(() => {})")
    assert len(stage.asked("/save/")) == 1


ASK = """async ({ url, options }) => {
    const { request, RequestError } = await import("/static/js/http.js")
    try { return await request(url, options) } catch (error) {
        const { name, status, code, message, fields, retryAfter } = error
        return { name, status, code, message, fields, retryAfter, known: error instanceof RequestError }
    }
}"""


def test_an_error_comes_with_its_words_and_fields(stage, open_page):
    page = open_page()
    error = {"code": "invalid", "message": "Some values are not right.", "fields": {"name": ["Too long."]}}
    stage.answer("/save/", {"error": error}, status=422)
    said = page.evaluate(ASK, {"url": "/save/", "options": {"method": "POST", "json": {}}})
    assert said == {"name": "RequestError", "status": 422, "retryAfter": None, "known": True, **error}


@pytest.mark.parametrize(
    ("status", "words"), [(404, "That is not here any more."), (500, "The server could not do that just now.")]
)
def test_an_error_without_words_gets_some(stage, open_page, status, words):
    page = open_page()
    stage.answer("/save/", "<h1>Sorry</h1>", status=status)
    said = page.evaluate(ASK, {"url": "/save/", "options": {}})
    assert (said["status"], said["message"]) == (status, words)


def test_no_network_is_status_zero(stage, open_page):
    page = open_page()
    said = page.evaluate(ASK, {"url": "http://127.0.0.1:1/", "options": {}})
    assert (said["status"], said["message"]) == (0, "Couldn't reach the server.")


def test_a_region_that_leads_to_the_login_page_asks_who_we_are(stage, people, open_page):
    page = open_page()
    stage.answer("/people/", lambda: (302, "text/html", "/accounts/login/"))
    stage.answer("/live/whoami/", {"error": {"code": "signed_out", "message": "Out"}}, status=401)
    stage.say(people.silently(1, "Alan"))
    expect(page.get_by_role("dialog")).to_contain_text("You were signed out")
    expect(page.locator("#people")).to_have_text("You were signed out. Log in to see this again.")

"""What the page does with frames that come late, twice, too early, or not at all."""

from tests.realtime.client.looks import let_pass, shows, shows_version


def test_a_frame_that_follows_is_applied(stage, people, open_page):
    page = open_page()
    stage.say(people.add(4, "Margaret"))
    shows(page, "Ada", "Grace", "Linus", "Margaret")
    shows_version(page, 13)
    assert not stage.asked("/people/")


def test_a_rename_moves_the_row_to_its_place(stage, people, open_page):
    page = open_page()
    stage.say(people.rename(1, "Zoe"))
    shows(page, "Grace", "Linus", "Zoe")


def test_a_removed_row_goes(stage, people, open_page):
    page = open_page()
    stage.say(people.remove(2))
    shows(page, "Ada", "Linus")


def test_a_frame_that_comes_twice_is_dropped(stage, people, open_page):
    page = open_page()
    first, second = people.rename(1, "Alan"), people.rename(1, "Barbara")
    stage.say(first, second, first, second, people.rename(3, "Ken"))
    shows(page, "Barbara", "Grace", "Ken")
    shows_version(page, 15)
    assert not stage.asked("/people/")


def test_frames_out_of_order_are_applied_in_order_when_the_gap_closes(stage, people, open_page):
    page = open_page(gap=60_000, jitter=0)
    first, second, third = people.rename(1, "Alan"), people.rename(1, "Barbara"), people.rename(1, "Carol")
    stage.say(third, second, {"type": "ping"})
    stage.until(lambda: stage.heard("pong"))
    let_pass(page)
    shows(page, "Ada", "Grace", "Linus")
    stage.say(first)
    shows(page, "Carol", "Grace", "Linus")
    assert not stage.asked("/people/")


def test_a_gap_that_stays_open_is_fetched(stage, people, open_page):
    page = open_page()
    people.rename(1, "Alan")  # this frame is lost
    stage.say(people.rename(2, "Barbara"))
    shows(page, "Alan", "Barbara", "Linus")
    assert len(stage.asked("/people/")) == 1


def test_a_frame_without_patches_is_fetched(stage, people, open_page):
    page = open_page()
    stage.say(people.silently(1, "Alan"))
    shows(page, "Alan", "Grace", "Linus")


def test_a_frame_that_begins_before_what_is_shown_is_fetched(stage, people, open_page):
    page = open_page()
    frame = people.rename(1, "Alan") | {"from": 11}
    stage.say(frame)
    shows(page, "Alan", "Grace", "Linus")
    assert stage.asked("/people/")


def test_frames_that_come_during_a_fetch_are_applied_after_it(stage, people, open_page):
    page = open_page()
    before = people.rename(1, "Alan")
    answer = people.region()
    stage.answer("/people/", answer)
    stage.hold("/people/")
    del before["patches"]
    stage.say(before)
    stage.until(lambda: stage.asked("/people/"))
    stage.say(people.rename(2, "Barbara"))
    stage.release("/people/")
    shows(page, "Alan", "Barbara", "Linus")
    assert len(stage.asked("/people/")) == 1


def test_frames_that_come_during_a_fetch_wait_for_it(stage, people, open_page):
    """The answer on its way may be older than they are: applied before it they would be undone."""
    page = open_page()
    stage.hold("/people/")
    stage.say(people.silently(1, "Alan"), {"type": "stale", "topics": {"people": 13}})
    stage.until(lambda: stage.asked("/people/"))
    stage.say(
        {"type": "frame", "topic": "people", "from": 12, "to": 13, "patches": [{"op": "remove", "id": "user-2"}]},
        {"type": "ping"},
    )
    stage.until(lambda: stage.heard("pong"))
    shows(page, "Ada", "Grace", "Linus")
    stage.release("/people/")
    shows(page, "Alan", "Grace", "Linus")


def test_an_answer_older_than_what_is_shown_is_discarded_and_fetched_again(stage, people, open_page):
    page = open_page()
    stale = people.region()
    stage.say(people.rename(1, "Alan"))
    shows_version(page, 13)
    stage.answer("/people/", stale)
    stage.say(people.silently(2, "Barbara"))
    stage.until(lambda: len(stage.asked("/people/")) > 1)
    shows(page, "Alan", "Grace", "Linus")
    stage.answer("/people/", people.region())
    shows(page, "Alan", "Barbara", "Linus")


def test_an_answer_that_lags_behind_is_shown_and_fetched_again(stage, people, open_page):
    page = open_page()
    people.rename(1, "Alan")
    lagging = people.region()
    stage.answer("/people/", lagging)
    stage.say(people.silently(2, "Barbara"))
    shows(page, "Alan", "Grace", "Linus")
    stage.answer("/people/", people.region())
    shows(page, "Alan", "Barbara", "Linus")


def test_a_failed_fetch_is_tried_again(stage, people, open_page):
    page = open_page()
    stage.answer("/people/", "Sorry", status=500)
    stage.say(people.silently(1, "Alan"))
    stage.until(lambda: len(stage.asked("/people/")) > 2)
    stage.answer("/people/", people.region())
    shows(page, "Alan", "Grace", "Linus")


def test_a_frame_that_cannot_be_placed_is_fetched(stage, people, open_page):
    page = open_page()
    frame = people.add(4, "Margaret")
    frame["patches"][0]["into"] = "#another-list"
    stage.say(frame)
    shows(page, "Ada", "Grace", "Linus", "Margaret")
    assert stage.asked("/people/")


def test_more_frames_than_it_keeps_are_fetched(stage, people, open_page):
    page = open_page()
    people.rename(2, "Barbara")  # lost
    for number in range(100):
        stage.say(people.rename(1, f"Alan {number}"))
    shows(page, "Alan 99", "Barbara", "Linus")


def test_stale_is_fetched_only_by_what_shows_less(stage, people, open_page):
    page = open_page()
    stage.say({"type": "stale", "topics": {"people": 12, "unknown": 7}})
    people.rename(1, "Alan")
    stage.say({"type": "stale", "topics": {"people": 13}})
    shows(page, "Alan", "Grace", "Linus")
    assert len(stage.asked("/people/")) == 1


def test_a_region_that_takes_no_patches_fetches_once_for_many_frames(stage, people, open_page):
    people.extra = ' data-mode="fetch"'
    stage.body = people.region()
    page = open_page(debounce=200)
    stage.say(people.rename(1, "Alan"), people.rename(1, "Barbara"), people.rename(1, "Carol"))
    shows(page, "Carol", "Grace", "Linus")
    assert len(stage.asked("/people/")) == 1


def test_gone_closes_the_region_in_words(stage, people, open_page):
    page = open_page()
    stage.say({"type": "gone", "topics": ["people"], "rooms": []})
    page.get_by_text("This is no longer shared with you.").wait_for()
    stage.until(lambda: stage.heard("unwatch"))


def test_a_region_that_may_not_be_fetched_any_more_closes(stage, people, open_page):
    page = open_page()
    stage.answer("/people/", "No", status=404)
    stage.say(people.silently(1, "Alan"))
    page.get_by_text("This is not here any more.").wait_for()


def test_the_request_of_a_region_names_itself(stage, people, open_page):
    open_page()
    stage.say(people.silently(1, "Alan"))
    _, _, headers, _ = stage.until(lambda: stage.asked("/people/"))[0]
    assert headers["x-live-region"] == "1"
    assert "hx-request" not in headers

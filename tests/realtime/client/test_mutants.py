"""Each rule of the client, taken out: a test must notice."""

import pytest
from playwright.sync_api import expect

from tests.realtime.client import test_answers, test_connection, test_frames, test_regions

MUTANTS = {
    "old frames are applied": (
        "sequence.js",
        'if (frame.to <= version) return "drop"\n    if (!frame.patches || !takesPatches || frame.from < version) return "fetch"',
        'if (frame.from < version) return "apply"',
        test_answers.test_a_copy_that_came_before_the_answer_is_enough,
    ),
    "frames are applied as they come": (
        "sequence.js",
        'return frame.from === version ? "apply" : "keep"',
        'return "apply"',
        test_frames.test_a_gap_that_stays_open_is_fetched,
    ),
    "a gap is fetched at once": (
        "subscription.js",
        "this.#gap.set(this.#around.timing.gap,",
        "this.#gap.set(0,",
        test_frames.test_frames_out_of_order_are_applied_in_order_when_the_gap_closes,
    ),
    "a gap is waited for without end": (
        "subscription.js",
        "else this.#gap.set(",
        "else void (",
        test_frames.test_a_gap_that_stays_open_is_fetched,
    ),
    "a frame without patches is ignored": (
        "sequence.js",
        "if (!frame.patches ||",
        'if (!frame.patches) return "drop"\n    if (',
        test_frames.test_a_frame_without_patches_is_fetched,
    ),
    "an older answer is shown": (
        "sequence.js",
        "!(version < this.shown[topic])",
        "true",
        test_frames.test_an_answer_older_than_what_is_shown_is_discarded_and_fetched_again,
    ),
    "frames that come during a fetch are lost": (
        "subscription.js",
        "this.#sequence.keep(frame)",
        "if (!this.#fetching) this.#sequence.keep(frame)",
        test_frames.test_frames_that_come_during_a_fetch_are_applied_after_it,
    ),
    "frames that come during a fetch are applied at once": (
        "subscription.js",
        "if (this.#fetching || this.#closed) return\n    for",
        "if (this.#closed) return\n    for",
        test_frames.test_frames_that_come_during_a_fetch_wait_for_it,
    ),
    "a failed fetch is not tried again": (
        "subscription.js",
        "else if (this.#failures) this.#fetchIn(",
        "else if (this.#failures) void (",
        test_frames.test_a_failed_fetch_is_tried_again,
    ),
    "the hello names the versions of the first page": (
        "subscription.js",
        "new Sequence(subscriber.topics)",
        "new Sequence({ ...subscriber.topics })",
        test_frames.test_a_frame_that_follows_is_applied,
    ),
    "what the welcome calls stale is ignored": (
        "live.js",
        "this.#subscriptions.hear(stale)",
        "",
        test_connection.test_what_the_welcome_calls_stale_is_fetched,
    ),
    "an older copy of a topic is not told": (
        "interests.js",
        "for (const topic of topics) this.#again.add(topic)",
        "",
        test_answers.test_an_older_region_that_htmx_brings_is_compared_again,
    ),
    "whatever is forbidden is sent again": (
        "htmx.js",
        'if (csrfToken() === headers["X-CSRFToken"]) return',
        "",
        lambda stage, _, open_page: test_answers.test_a_form_that_is_forbidden_is_not_sent_again(stage, open_page),
    ),
    "rows sort by UTF-16 units": (
        "order.js",
        "unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit",
        "unit",
        test_regions.test_rows_sort_by_code_point_as_python_does,
    ),
    "a moved row loses the focus": (
        "focus.js",
        "if (document.activeElement !== active) focusAgain",
        "if (false) focusAgain",
        test_regions.test_a_button_that_is_replaced_by_another_kind_of_row_keeps_the_focus,
    ),
    "what is open follows the server": (
        "reconcile.js",
        'new Set(["open", "aria-expanded", "style"])',
        "new Set()",
        lambda *stage: test_regions.test_a_change_of_the_very_row_keeps_focus_selection_and_details(*stage, test_regions.patched),
    ),
}


@pytest.fixture
def _impatient(tab):
    tab.set_default_timeout(2_000)
    expect.set_options(timeout=2_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("name", MUTANTS)
def test_without_this_rule_a_test_fails(stage, people, open_page, name):
    file, rule, instead, claim = MUTANTS[name]
    stage.mutations[file] = (rule, instead)
    with pytest.raises(AssertionError, match=r"expected|assert|come true"):
        claim(stage, people, open_page)
    assert file in stage.mutated, "The page never loaded the mutant"

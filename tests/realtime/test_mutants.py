"""Each rule of the protocol is needed: with it a page ends right, and without it the same scene leaves it wrong."""

import pytest

from tests.realtime import mutants, scenes
from tests.realtime.stage import PageIsWrong, Stage
from tests.realtime.tabs import run

pytestmark = pytest.mark.usefixtures("quiet")

NEEDED = {
    "the handshake's stale answer": (scenes.written_while_nobody_listened, mutants.no_stale_answer),
    "join before read": (scenes.written_in_the_middle_of_the_handshake, mutants.read_before_join),
    "version read before rows": (scenes.written_in_the_middle_of_a_rendering, mutants.rows_before_version),
    "anti-entropy": (scenes.a_hint_lost, mutants.no_anti_entropy),
    "the lowest version told counts": (scenes.another_tab_was_told_more, mutants.highest_told_counts),
    "version raised before commit": (scenes.a_crash_after_commit, mutants.version_raised_after_commit),
    "the client's version guard": (scenes.frames_out_of_order, mutants.no_version_guard),
    "the client's gap rule": (scenes.a_frame_beyond_a_gap, mutants.no_gap_rule),
    "the epoch": (scenes.a_database_restored, mutants.no_epoch),
}


@pytest.fixture
def stage(ada, client_of, monkeypatch):
    return Stage(ada, client_of(ada), monkeypatch)


@pytest.mark.parametrize("rule", NEEDED)
def test_with_the_rule_the_page_ends_right(stage, rule):
    scene, _ = NEEDED[rule]
    run(scene(stage))


@pytest.mark.parametrize("rule", NEEDED)
def test_without_the_rule_the_page_stays_wrong(stage, monkeypatch, rule):
    scene, mutate = NEEDED[rule]
    mutate(monkeypatch)
    with pytest.raises(PageIsWrong):
        run(scene(stage))

"""The protocol of settings under every mixture of faults; and each rule taken out once, which must be noticed."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.settings_sync import mutants
from tests.settings_sync.machine import Settings

pytestmark = [pytest.mark.django_db]

CALM = {"derandomize": True, "deadline": None, "database": None, "suppress_health_check": list(HealthCheck)}


def test_no_edit_is_lost_whatever_the_network_does():
    run_state_machine_as_test(Settings, settings=settings(max_examples=80, stateful_step_count=80, phases=mutants.PHASES, **CALM))


@pytest.mark.once
@pytest.mark.parametrize("mutant", mutants.ALL, ids=lambda mutant: mutant.__name__)
def test_taking_out_a_rule_is_noticed(mutant):
    enough = settings(max_examples=800, stateful_step_count=80, phases=mutants.PHASES, **CALM)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(mutant, settings=enough)

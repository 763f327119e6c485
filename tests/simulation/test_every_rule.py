"""The simulation plants every rule it can: what no fault causes has its reason written down.

That a fault causes what it is said to cause is proven fault by fault in ``test_faults.py``
and ``test_guidance.py``, each in a simulated month.
"""

from __future__ import annotations

from daiko.checks.rule_pages import rule_page
from daiko.checks.rulebook import implemented
from daiko.simulation.faults.catalogue import PAIR_FAULTS, planted_rules
from daiko.simulation.faults.unplanted import unplanted
from daiko.standard.programme import PHASE_4_FROM


def test_every_rule_is_planted_or_has_a_reason() -> None:
    """No built rule is silently absent from the months."""
    assert set(implemented()) - planted_rules() - set(unplanted()) == set()


def test_no_reason_stands_for_a_planted_rule() -> None:
    """A reason goes as soon as a fault causes its rule."""
    assert planted_rules() & set(unplanted()) == set()


def test_reasons_are_for_built_rules() -> None:
    """A rule without a function has its reason with the rules (checks/data/not_built.csv)."""
    assert set(unplanted()) <= set(implemented())
    assert planted_rules() <= set(implemented())
    assert all(len(reason) > 30 for reason in unplanted().values())


def test_few_rules_are_left() -> None:
    """At least 95 of 100 built rules are planted."""
    assert len(planted_rules()) >= 0.95 * len(implemented())


def test_no_checkup_of_phase_3_breaks_a_rule_of_phase_4() -> None:
    """A fault stays out of checkups that were before its rules began."""
    begun_later = {rule for rule in planted_rules() if rule_page(rule).valid_from >= PHASE_4_FROM}
    assert begun_later
    for fault in PAIR_FAULTS.values():
        assert 3 not in fault.phases or not fault.causes & begun_later, fault.name

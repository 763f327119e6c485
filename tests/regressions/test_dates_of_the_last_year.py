"""A checkup dated 99991231 ended the check with an error: no date lies five years later."""

from __future__ import annotations

import pytest

from building import a_claim, a_result, an_archive, rules_of
from judging import of_pair


@pytest.mark.parametrize("rule", ["X-EL-009", "X-PE-006"])
def test_rules_that_count_years(rule: str) -> None:
    """A day that cannot be is X-PE-001's; others leave it alone."""
    assert of_pair(rule, a_claim(), a_result(performed_on="99991231")) == []


def test_the_archive_is_judged() -> None:
    """The pair is returned for its date."""
    report = an_archive([(a_result(performed_on="99991231"), a_claim())]).check()
    assert "X-PE-001" in rules_of(report)

from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from daiko.documents.records import ObservationValue
from daiko.standard import oids
from guidance_judging import edited, first, last, of_final, of_first
from guidance_sections import with_value


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (last(), []),
        (with_value(last(), "90060", "1042001044", "9"), ["X-HG-025"]),  # 24090 has no 9
        (with_value(last(), "90060", "1042001042", "9"), []),
        (with_value(last(), "90060", "1042001042", "8"), ["X-HG-025"]),
        (with_value(last(), "90060", "1042001043", "8"), []),  # no smoker
    ],
)
def test_x_hg_025(result: GuidanceResult, expected: list[str]) -> None:
    """Outcomes are codes of their own tables."""
    assert expected == of_final("X-HG-025", result)


def test_x_hg_025_code_system() -> None:
    """The table of phase 3 has the same numbers with another meaning (ruling 21)."""
    value = ObservationValue("CD", code="1", code_system=oids.IMPROVEMENT_PHASE_3)
    result = edited(last(), "90060", "1042001042", values=(value,))
    assert of_final("X-HG-025", result) == ["X-HG-025"]


def test_x_hg_025_plan() -> None:
    """Plans have tables of their own."""
    assert of_first("X-HG-025", with_value(first(), "90030", "1021001053", "2")) == []
    assert of_first("X-HG-025", with_value(first(), "90030", "1021001054", "2")) == ["X-HG-025"]

from __future__ import annotations

import pytest

from daiko.documents.records import Observation
from judging import of_items
from observing import a_creatinine, a_fundus, an_ecg, measured

UPPER, HBA1C = "9A751000000000001", "3D046000001906202"


def values(upper: str, hba1c: str) -> list[Observation]:
    return [measured(UPPER, upper, "mm[Hg]"), measured(HBA1C, hba1c, "%")]


@pytest.mark.parametrize(
    ("exam", "upper", "hba1c", "expected"),
    [
        (an_ecg("1"), "140", "5.2", []),
        (an_ecg("1"), "139", "5.2", ["X-HI-041"]),
        (an_ecg("2"), "110", "5.2", []),  # arrhythmia is heard, not measured
        (an_ecg("0"), "110", "5.2", []),  # outside the rules, and says so
        (a_fundus("1"), "110", "6.5", []),
        (a_fundus("1"), "139", "6.4", ["X-HI-041"]),
        (a_creatinine("1"), "130", "5.2", []),
        (a_creatinine("1"), "129", "5.6", []),
        (a_creatinine("1"), "129", "5.5", ["X-HI-041"]),
    ],
)
def test_x_hi_041(exam: Observation, upper: str, hba1c: str, expected: list[str]) -> None:
    """Who is examined by results has results that make the examination due."""
    assert expected == of_items("X-HI-041", exam, *values(upper, hba1c))


def test_x_hi_041_last_years_glucose() -> None:
    """Without this year's glucose, last year's may have decided: nothing is said."""
    assert of_items("X-HI-041", a_fundus("1"), without=[HBA1C]) == []

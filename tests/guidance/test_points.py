"""Points of guidance.md 4 and 5, the worked examples as literal tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from daiko.guidance.points import (
    NEEDED,
    Outcome,
    SupportPoints,
    early_points,
    minimum_minutes,
    outcome_points,
    process_points,
    session_points,
    support_of,
    waist_weight_outcome,
)
from daiko.standard.guidance_catalogue import point_rows


@pytest.mark.parametrize(
    ("form", "minutes", "points"),
    [
        ("1", 9, 0),
        ("1", 10, 40),
        ("1", 20, 80),
        ("1", 29, 100),
        ("1", 35, 120),
        ("3", 39, 0),
        ("3", 40, 40),
        ("3", 180, 120),
        ("4", 4, 0),
        ("4", 12, 30),
        ("4", 60, 60),
        ("6", None, 40),
        ("2", 5, 10),
        ("2", 30, 20),
        ("5", 5, 10),
        ("5", 11, 20),
        ("7", None, 5),
        ("8", 30, None),
    ],
)
def test_contact_of_phase_3(form: str, minutes: int | None, points: int | None) -> None:
    assert session_points(3, form, minutes) == points


@pytest.mark.parametrize(
    ("form", "minutes", "points"),
    [
        ("1", 9, 0),
        ("1", 10, 70),
        ("2", 60, 70),
        ("3", 39, 0),
        ("4", 40, 70),
        ("5", 4, 0),
        ("5", 5, 30),
        ("6", None, 30),
        ("7", 30, None),
    ],
)
def test_contact_of_phase_4(form: str, minutes: int | None, points: int | None) -> None:
    assert session_points(4, form, minutes) == points


def test_support_a_and_b() -> None:
    """Table 1113: individual B, phone B and e-mail B are B."""
    assert [support_of(form) for form in "1234567"] == ["A", "B", "A", "A", "B", "A", "B"]
    assert support_of("9") is None


@pytest.mark.parametrize(
    ("a", "b", "complete"),
    [(160, 20, True), (160, 15, False), (150, 40, False), (180, 0, True), (179, 0, False)],
)
def test_completion_of_phase_3(a: int, b: int, *, complete: bool) -> None:
    assert SupportPoints(a, b).completes is complete


@pytest.mark.parametrize(
    ("flag", "outcome", "contacts", "total"),
    [
        ("0", Outcome("2", "0", "0", "8", "9", "9"), {"6": 1}, 210),
        ("1", Outcome("1", "1", "1", "1", "1", "1"), {"6": 1}, 180),
        ("1", Outcome("0", "9", "9", "9", "9", "9"), {"1": 2}, 160),
        ("1", Outcome("0", "1", "9", "9", "9", "9"), {"1": 2}, 180),
        ("2", Outcome("1", "1", "1", "9", "9", "9"), {"5": 3, "6": 1}, 190),
        ("0", Outcome("0", "9", "9", "1", "1", "9"), {"1": 1, "5": 1, "6": 1}, 180),
    ],
)
def test_grand_total_of_phase_4(
    flag: str, outcome: Outcome, contacts: dict[str, int], total: int
) -> None:
    """The cases of guidance.md 5; 180 completes."""
    points = early_points(flag) + outcome_points(outcome) + process_points(contacts)
    assert points == total
    assert (points >= NEEDED) is (total >= 180)


@pytest.mark.parametrize(
    ("weight", "kg", "cm", "code"),
    [
        ("75", "1.8", "1.9", "2"),
        ("90", "2.0", "2.1", "2"),
        ("75", "1.9", "1.7", "1"),
        ("90", "2.0", "1.9", "1"),
        ("60", "1.4", "1.4", "1"),
        ("60", "1.44", "1.44", "2"),
        ("75", "0.9", "3.0", "0"),
        ("75", "-1.0", "3.0", "0"),
    ],
)
def test_two_and_two(weight: str, kg: str, cm: str, code: str) -> None:
    """2.0 cm and 2.0 kg, or 2.4 % of the weight for both (guidance.md 5)."""
    assert waist_weight_outcome(Decimal(cm), Decimal(kg), Decimal(weight)) == code


def test_minimum_minutes_and_thresholds_are_data() -> None:
    assert (minimum_minutes(4, "3"), minimum_minutes(4, "6"), minimum_minutes(3, "1")) == (
        40,
        None,
        10,
    )
    for phase in (3, 4):
        assert [row.points for row in point_rows(phase) if row.kind == "total"] == [NEEDED]

"""Guidance points against the worked cases of standards/guidance.md 4 and 5."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daiko.guidance.points import (
    PHASE_3,
    PHASE_4,
    Outcomes,
    SupportKind,
    body_outcome,
    completes_phase_3,
    early_flag,
    months_after,
    points_phase_3,
    table_on,
)


def _total(early: str, counts: dict[str, int], outcomes: Outcomes) -> int:
    return PHASE_4.early[early] + PHASE_4.process(counts) + PHASE_4.outcome(outcomes)


@pytest.mark.parametrize(
    ("early", "counts", "outcomes", "total"),
    [
        ("0", {"6": 1}, Outcomes("2", 0, False), 210),
        ("1", {"6": 1}, Outcomes("1", 4, True), 180),  # the plan of the published sample
        ("1", {"1": 2}, Outcomes("0", 0, False), 160),
        ("1", {"1": 2}, Outcomes("0", 1, False), 180),
        ("2", {"5": 3, "6": 1}, Outcomes("1", 2, False), 190),
        ("0", {"1": 1, "5": 1, "6": 1}, Outcomes("0", 1, True), 180),
    ],
)
def test_worked_cases_of_phase_4(
    early: str, counts: dict[str, int], outcomes: Outcomes, total: int
) -> None:
    """The sums of guidance.md 5."""
    assert total == _total(early, counts, outcomes)


@pytest.mark.parametrize(
    ("weight", "waist", "less", "outcome"),
    [
        ("75", "1.9", "1.8", "2"),
        ("90", "2.1", "2.0", "2"),
        ("75", "1.7", "1.9", "1"),
        ("79.3", "2.0", "2.0", "2"),
        ("70", "0.9", "5.0", "0"),
        ("70", "-1.0", "3.0", "0"),
    ],
)
def test_body_outcome(weight: str, waist: str, less: str, outcome: str) -> None:
    """Two and two, or 2.4 percent of the weight; else one and one."""
    assert outcome == body_outcome(Decimal(weight), Decimal(waist), Decimal(less))


@pytest.mark.parametrize(
    ("supports", "is_complete"),
    [
        ([("1", 20), ("6", None), ("6", None), *[("7", None)] * 4], True),
        ([("1", 30), ("6", None), ("5", 5), ("7", None)], False),  # 175
        ([("1", 30), ("4", 10), ("2", 10), ("2", 10)], False),  # A 150, B 40
        ([("3", 120), ("4", 20)], True),
    ],
)
def test_worked_cases_of_phase_3(supports: list[tuple[str, int | None]], is_complete: bool) -> None:
    """Support A and B of guidance.md 4."""
    sums = {SupportKind.A: 0, SupportKind.B: 0}
    for form, minutes in supports:
        sums[PHASE_3[form].kind] += points_phase_3(form, minutes)
    assert is_complete == completes_phase_3(sums[SupportKind.A], sums[SupportKind.B])


@given(st.sampled_from(sorted(PHASE_3)), st.integers(0, 300))
def test_phase_3_never_exceeds_the_cap(form: str, minutes: int) -> None:
    """More minutes never earn fewer points, and never more than the cap of the form."""
    points = points_phase_3(form, minutes)
    assert points <= points_phase_3(form, minutes + 1)
    most = PHASE_3[form].most_points
    assert most is None or points <= most


def test_the_tables_are_those_of_the_catalogue(shared: Path) -> None:
    """Points and caps of catalogue/guidance_points.csv."""
    text = (shared / "standards" / "catalogue" / "guidance_points.csv").read_text("utf-8")
    rows = {(row["phase"], row["support form"]): row for row in csv.DictReader(text.splitlines())}
    names = ("個別支援(対面)", "個別支援(遠隔/ICT)", "グループ支援(対面)", "グループ支援(遠隔/ICT)")
    names += ("電話支援", "電子メール・チャット等")
    for form, name in zip("123456", names, strict=True):
        assert int(rows["4", name]["points"]) == PHASE_4.supports[form].points
    assert int(rows["4", "健診当日の初回面接(早期)"]["points"]) == PHASE_4.early["1"]
    assert int(rows["4", "健診後1週間以内の初回面接(早期)"]["points"]) == PHASE_4.early["2"]
    assert int(rows["4", "アウトカム 腹囲2cm・体重2kg"]["points"]) == PHASE_4.body["2"]
    assert int(rows["4", "アウトカム 腹囲1cm・体重1kg"]["points"]) == PHASE_4.body["1"]
    assert int(rows["4", "アウトカム 食習慣の改善"]["points"]) == PHASE_4.habit
    assert int(rows["4", "アウトカム 喫煙習慣の改善"]["points"]) == PHASE_4.smoking
    for form, name in (
        ("1", "支援A 個別支援(対面/ICT)"),
        ("4", "支援A 電話A"),
        ("5", "支援B 電話B"),
    ):
        assert int(rows["3", name]["points"]) == PHASE_3[form].points


@pytest.mark.parametrize(
    ("day", "flag"), [("0501", "1"), ("0502", "2"), ("0508", "2"), ("0509", "0"), ("0430", "0")]
)
def test_early_flag(day: str, flag: str) -> None:
    """The checkup day itself, the seven days after it, and no early interview."""
    interview_on = date(2026, int(day[:2]), int(day[2:]))
    assert flag == early_flag(date(2026, 5, 1), interview_on)


@given(st.dates(date(2008, 4, 1), date(2030, 3, 31)), st.integers(0, 24))
def test_months_after_stays_in_its_month(start: date, months: int) -> None:
    """The month is always the one counted to; the day is the same or the month's last."""
    end = months_after(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and months_after(end, 1) > end)


def test_phase_by_the_checkup() -> None:
    """A checkup of fiscal 2023 has no phase 4 points, whenever it is guided."""
    assert table_on(date(2024, 3, 31)) is None
    assert table_on(date(2026, 5, 12)) is PHASE_4

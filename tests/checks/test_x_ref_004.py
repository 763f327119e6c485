from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from building import a_pair
from daiko.checks.registers import InsurerEntry
from judging import an_insurer, findings, of_pair, some_registers


@pytest.mark.parametrize(
    ("start_on", "end_on", "expected"),
    [
        (date(2026, 5, 12), None, []),
        (date(2026, 5, 13), None, ["X-REF-004"]),
        (date(2008, 4, 1), date(2026, 5, 12), []),
        (date(2008, 4, 1), date(2026, 5, 11), ["X-REF-004"]),  # merged the day before
    ],
)
def test_x_ref_004(start_on: date, end_on: date | None, expected: list[str]) -> None:
    """The insurer exists on the day of the checkup (2026-05-12)."""
    insurer = an_insurer(start_on=start_on, end_on=end_on)
    assert expected == of_pair("X-REF-004", registers=some_registers(insurer=insurer))


def test_x_ref_004_unknown_insurer() -> None:
    """An insurer that is in no register is found."""
    registers = some_registers(insurer=an_insurer(insurer_number="06132021"))
    assert of_pair("X-REF-004", registers=registers) == ["X-REF-004"]


def test_x_ref_004_names_the_insurer_in_its_place() -> None:
    """A claim to a merged insurer is told the number that stands for it on the day, through
    every merger; where nobody took its place, or that one came later, it is not."""
    first = an_insurer(end_on=date(2026, 3, 31), merged_into="06132021")
    second = an_insurer(insurer_number="06132021", end_on=date(2026, 4, 30), merged_into="06132039")
    third = an_insurer(insurer_number="06132039", end_on=None)
    assert _expected(first, second, third).startswith("06132039")
    assert "06132021" not in _expected(first, second)
    assert "06132039" not in _expected(first, second, replace(third, start_on=date(2026, 6, 1)))
    assert "06132021" not in _expected(first, replace(second, merged_into=first.insurer_number))


def _expected(first: InsurerEntry, *others: InsurerEntry) -> str:
    registers = some_registers(insurer=first)
    assert registers.insurers is not None
    registers.insurers |= {entry.insurer_number: entry for entry in others}
    (finding,) = findings("X-REF-004", a_pair(registers=registers))
    return str(finding.expected)

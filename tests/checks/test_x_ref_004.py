from __future__ import annotations

from datetime import date

import pytest

from judging import an_insurer, of_pair, some_registers


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

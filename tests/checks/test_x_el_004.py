from __future__ import annotations

from datetime import date

import pytest

from judging import an_issued_card, of_pair, some_registers


@pytest.mark.parametrize(
    ("issued_on", "expected"),
    [
        (date(2026, 5, 12), []),
        (date(2026, 5, 13), ["X-EL-004"]),
        (None, []),
    ],
)
def test_x_el_004(issued_on: date | None, expected: list[str]) -> None:
    """A checkup before the day the card was issued is found."""
    assert expected == of_pair(
        "X-EL-004", registers=some_registers(cards=[an_issued_card(issued_on=issued_on)])
    )

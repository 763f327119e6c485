from __future__ import annotations

from datetime import date

import pytest

from judging import an_issued_card, of_pair, some_registers


@pytest.mark.parametrize(
    ("revoked_on", "expected"),
    [
        (None, []),
        (date(2026, 5, 13), []),
        (date(2026, 5, 12), ["X-EL-006"]),
    ],
)
def test_x_el_006(revoked_on: date | None, expected: list[str]) -> None:
    """A card revoked by the day of the checkup (2026-05-12) is found."""
    assert expected == of_pair(
        "X-EL-006", registers=some_registers(cards=[an_issued_card(revoked_on=revoked_on)])
    )

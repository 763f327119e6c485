from __future__ import annotations

import pytest

from building import a_claim, a_result
from judging import of_pair


@pytest.mark.parametrize(
    ("performed_on", "until", "expected"),
    [
        ("20260630", "20260630", []),
        ("20260701", "20260630", ["X-EL-003"]),
        ("20260512", "20260231", []),  # no day at all: X-CC-013
    ],
)
def test_x_el_003(performed_on: str, until: str, expected: list[str]) -> None:
    """A checkup after the card's last valid day is found; the day itself is not."""
    assert expected == of_pair(
        "X-EL-003", a_claim(card_valid_until=until), a_result(performed_on=performed_on)
    )

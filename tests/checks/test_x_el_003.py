from __future__ import annotations

from datetime import date

import pytest

from building import a_claim, a_result
from judging import an_issued_card, of_pair, some_registers


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


def test_x_el_003_by_the_register() -> None:
    """A file that states a later day than the insurer registered does not help."""
    for until, expected in ((date(2026, 5, 12), []), (date(2026, 5, 11), ["X-EL-003"])):
        registers = some_registers(cards=[an_issued_card(valid_until=until)])
        assert of_pair("X-EL-003", registers=registers) == expected

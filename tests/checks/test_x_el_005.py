from __future__ import annotations

from datetime import date

import pytest

from guidance_building import a_guidance_claim, an_earlier
from guidance_judging import an_issued_guidance_card, asked, guidance_registers, of_claim


@pytest.mark.parametrize(
    ("until", "expected"), [("20260601", []), ("20260531", ["X-EL-005"]), ("20260231", [])]
)
def test_x_el_005(until: str, expected: list[str]) -> None:
    """The first interview is on the card's last valid day or before."""
    assert expected == of_claim("X-EL-005", card_valid_until=until)


def test_x_el_005_later_contacts() -> None:
    """Support and evaluation may follow the expiry."""
    assert of_claim("X-EL-005", final=True, card_valid_until="20260630") == []


def test_x_el_005_second_half() -> None:
    """So may the second half of a split interview, whose first half was in time."""
    until = a_guidance_claim(card_valid_until="20260531")
    assert asked("X-EL-005", until, earlier=(an_earlier(timing="5"),)) == []


@pytest.mark.parametrize(
    ("until", "expected"), [(date(2026, 6, 1), []), (date(2026, 5, 31), ["X-EL-005"])]
)
def test_x_el_005_as_registered(until: date, expected: list[str]) -> None:
    """A later day than the card has does not make it last longer."""
    registers = guidance_registers(cards=[an_issued_guidance_card(valid_until=until)])
    assert expected == asked("X-EL-005", registers=registers)

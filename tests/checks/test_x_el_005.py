from __future__ import annotations

import pytest

from guidance_judging import of_claim


@pytest.mark.parametrize(
    ("until", "expected"), [("20260601", []), ("20260531", ["X-EL-005"]), ("20260231", [])]
)
def test_x_el_005(until: str, expected: list[str]) -> None:
    """The first interview is on the card's last valid day or before."""
    assert expected == of_claim("X-EL-005", card_valid_until=until)


def test_x_el_005_later_contacts() -> None:
    """Support and evaluation may follow the expiry."""
    assert of_claim("X-EL-005", final=True, card_valid_until="20260630") == []

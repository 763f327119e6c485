from __future__ import annotations

import pytest

from building import a_card
from judging import of_result


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("20270331", []),
        ("20270230", ["X-HC-022"]),
        (None, ["X-HC-022"]),
    ],
)
def test_x_hc_022(until: str | None, expected: list[str]) -> None:
    """The expiry of the card is a day."""
    assert expected == of_result("X-HC-022", cards=(a_card(valid_until=until),))

from __future__ import annotations

import pytest

from building import a_card
from daiko.documents.records import Identifier
from judging import of_result


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("26100000017", []),
        ("2610000001", ["X-HC-021"]),
        ("２6100000017", ["X-HC-021"]),
        (None, ["X-HC-021"]),
    ],
)
def test_x_hc_021(number: str | None, expected: list[str]) -> None:
    """The card number has eleven digits."""
    root = "1.2.392.200119.6.209.106132013"
    assert expected == of_result("X-HC-021", cards=(a_card(card_id=Identifier(root, number)),))

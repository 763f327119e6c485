from __future__ import annotations

import pytest

from building import a_card
from daiko.documents.records import Identifier
from judging import of_result


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ("1.2.392.200119.6.209.106132013", []),
        ("1.2.392.200119.6.209.106132021", ["X-HC-020"]),  # another insurer
        ("1.2.392.200119.6.209", ["X-HC-020"]),  # as in the claim
    ],
)
def test_x_hc_020(root: str, expected: list[str]) -> None:
    """The OID of the card number ends in the person's insurer number."""
    assert expected == of_result(
        "X-HC-020", cards=(a_card(card_id=Identifier(root, "26100000017")),)
    )

from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from guidance_judging import first, of_first, with_card


@pytest.mark.parametrize(
    ("root", "number", "expected"),
    [
        ("1.2.392.200119.6.209.106132013", "26100000017", []),
        ("1.2.392.200119.6.209.106132013", "2610000001７", ["X-HG-005"]),
        ("1.2.392.200119.6.209.106132021", "26100000017", ["X-HG-005"]),
    ],
)
def test_x_hg_005(root: str, number: str, expected: list[str]) -> None:
    """The checkup card, where it stands, is eleven digits under the insurer's OID."""
    result = with_card(first(), "1", card_id=Identifier(root, number))
    assert expected == of_first("X-HG-005", result)

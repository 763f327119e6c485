from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from guidance_judging import first, of_first, with_card

ROOT = "1.2.392.200119.6.210.106132013"


@pytest.mark.parametrize(
    ("root", "number", "expected"),
    [
        (ROOT, "26300000017", []),
        (ROOT, "2630000001", ["X-HG-004"]),
        ("1.2.392.200119.6.210.106132021", "26300000017", ["X-HG-004"]),  # another insurer
        ("1.2.392.200119.6.210", "", ["X-HG-004"] * 2),
    ],
)
def test_x_hg_004(root: str, number: str, expected: list[str]) -> None:
    """Eleven digits, under an OID that ends in the person's insurer."""
    result = with_card(first(), "2", card_id=Identifier(root, number))
    assert expected == of_first("X-HG-004", result)

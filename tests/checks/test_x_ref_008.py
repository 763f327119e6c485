from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredPrice
from daiko.standard import oids
from judging import of_claim


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("3C020000002327101", []),  # uric acid
        ("3C029999992327101", ["X-REF-008"]),
        ("short", []),  # X-CC-026
    ],
)
def test_x_ref_008(code: str, expected: list[str]) -> None:
    """An additional item is in the item table of the year."""
    prices = (DeclaredPrice("110", code, oids.ITEM),)
    assert expected == of_claim("X-REF-008", claim_type="3", other_prices=prices)

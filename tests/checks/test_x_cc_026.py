from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredPrice
from daiko.standard import oids
from judging import ADDED_ITEM, of_claim


@pytest.mark.parametrize(
    ("claim_type", "prices", "expected"),
    [
        ("3", (DeclaredPrice("110", ADDED_ITEM, oids.ITEM),), []),
        ("3", (), ["X-CC-026"]),
        ("3", (DeclaredPrice("110"),), ["X-CC-026"]),
        ("4", (DeclaredPrice("110", ADDED_ITEM, "1.2.3"),), ["X-CC-026"]),
        ("5", (DeclaredPrice("44000"),), []),
        ("5", (DeclaredPrice("44000"), DeclaredPrice("1")), ["X-CC-026"]),
        ("5", (DeclaredPrice("44000", ADDED_ITEM, oids.ITEM),), ["X-CC-026"]),
        ("1", (), []),
        ("2", (DeclaredPrice("110", ADDED_ITEM, oids.ITEM),), ["X-CC-026"]),
    ],
)
def test_x_cc_026(claim_type: str, prices: tuple[DeclaredPrice, ...], expected: list[str]) -> None:
    """Added items are priced with their codes, a dock once and without."""
    assert expected == of_claim("X-CC-026", claim_type=claim_type, other_prices=prices)

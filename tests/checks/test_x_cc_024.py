from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredPrice
from judging import of_claim


@pytest.mark.parametrize(
    ("claim_type", "price", "expected"),
    [
        ("1", "1", []),
        ("1", "0", ["X-CC-024"]),
        ("1", None, ["X-CC-024"]),
        ("4", None, ["X-CC-024"]),
        ("5", None, []),
        ("5", "7680", ["X-CC-024"]),
    ],
)
def test_x_cc_024(claim_type: str, price: str | None, expected: list[str]) -> None:
    """Types 1 to 4 have a basic price above 0, a dock has none."""
    prices = () if price is None else (DeclaredPrice(price),)
    assert expected == of_claim("X-CC-024", claim_type=claim_type, basic_prices=prices)


def test_x_cc_024_leaves_a_claim_without_any_price_to_x_cc_042() -> None:
    """Prices that were never entered are one cause and found once."""
    nothing = {"basic_prices": (DeclaredPrice("0"),), "unit_total": "0"}
    assert of_claim("X-CC-024", **nothing) == []
    assert of_claim("X-CC-042", **nothing) == ["X-CC-042"]

from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredPrice
from judging import of_claim


@pytest.mark.parametrize(
    ("details", "total", "expected"),
    [
        ([], "7680", []),
        ([], "7681", ["X-CC-028"]),
        (["231", "1430"], "9341", []),
        (["231", "1430"], "7680", ["X-CC-028"]),
        (["?"], "1", []),  # a price that cannot be read is another rule's
    ],
)
def test_x_cc_028(details: list[str], total: str, expected: list[str]) -> None:
    """The unit total is the sum of all unit prices."""
    prices = tuple(DeclaredPrice(price) for price in details)
    assert expected == of_claim("X-CC-028", detail_prices=prices, unit_total=total)

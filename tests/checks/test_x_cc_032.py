from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredPrice, DeclaredTerms
from judging import of_claim


@pytest.mark.parametrize(
    ("price", "paid", "expected"),
    [
        ("7680", "001000", []),
        ("7680", "000999", ["X-CC-032"]),
        ("800", "000800", []),
        ("800", "001000", ["X-CC-032"]),
    ],
)
def test_x_cc_032(price: str, paid: str, expected: list[str]) -> None:
    """A fixed 1,000 yen is paid, or the price where it is less."""
    assert expected == of_claim(
        "X-CC-032",
        basic_prices=(DeclaredPrice(price),),
        basic_terms=DeclaredTerms("2", amount="001000"),
        basic_payment=paid,
    )

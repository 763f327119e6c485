from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredPrice, DeclaredTerms
from judging import of_claim


@pytest.mark.parametrize(
    ("price", "paid", "expected"),
    [
        ("7685", "002306", []),
        ("7685", "002305", ["X-CC-033"]),  # cut off
        ("7684", "002305", []),  # 2,305.2
        ("7684", "002306", ["X-CC-033"]),  # raised
    ],
)
def test_x_cc_033(price: str, paid: str, expected: list[str]) -> None:
    """A rate is rounded half-up to one yen: 30 % of 7,685 are 2,306."""
    assert expected == of_claim(
        "X-CC-033",
        basic_prices=(DeclaredPrice(price),),
        basic_terms=DeclaredTerms("3", rate="030000"),
        basic_payment=paid,
    )

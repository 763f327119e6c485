from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredPrice, DeclaredTerms
from judging import of_claim


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        ("002306", []),
        ("002305", ["X-CC-029"]),
        ("002307", ["X-CC-029"]),
    ],
)
def test_x_cc_029(paid: str, expected: list[str]) -> None:
    """30 % of 7,685 yen are 2,305.5 yen: 2,306 is right, 2,305 and 2,307 are found."""
    assert expected == of_claim(
        "X-CC-029",
        basic_prices=(DeclaredPrice("7685"),),
        basic_terms=DeclaredTerms("3", rate="030000"),
        basic_payment=paid,
    )

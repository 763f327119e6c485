from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredPrice, DeclaredTerms
from judging import of_claim


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        ("000047", []),
        ("000048", ["X-CC-030"]),
    ],
)
def test_x_cc_030(paid: str, expected: list[str]) -> None:
    """10 % are taken once of 235 + 235 yen, which is 47, not twice of 235, which is 48."""
    assert expected == of_claim(
        "X-CC-030",
        claim_type="2",
        detail_prices=(DeclaredPrice("235", "1"), DeclaredPrice("235", "4")),
        detail_terms=DeclaredTerms("3", rate="010000"),
        detail_payment=paid,
    )

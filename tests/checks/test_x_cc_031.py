from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredPrice, DeclaredTerms
from daiko.standard import oids
from judging import ADDED_ITEM, of_claim


@pytest.mark.parametrize(
    ("claim_type", "paid", "expected"),
    [
        ("3", "000100", []),
        ("3", "000110", ["X-CC-031"]),
        ("5", "014000", []),
        ("5", "013999", ["X-CC-031"]),
    ],
)
def test_x_cc_031(claim_type: str, paid: str, expected: list[str]) -> None:
    """Of 110 yen for an added item, 100 fixed are paid; of a dock what exceeds 30,000."""
    dock = claim_type == "5"
    assert expected == of_claim(
        "X-CC-031",
        claim_type=claim_type,
        other_prices=(
            DeclaredPrice("44000") if dock else DeclaredPrice("110", ADDED_ITEM, oids.ITEM),
        ),
        other_terms=None if dock else DeclaredTerms("2", amount="000100"),
        dock_limit=DeclaredTerms("4", amount="030000") if dock else None,
        other_payment=paid,
    )

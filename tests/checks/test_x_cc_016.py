from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredTerms
from judging import of_claim


@pytest.mark.parametrize(
    ("claim_type", "terms", "expected"),
    [
        ("3", DeclaredTerms("1"), []),
        ("3", None, ["X-CC-016"]),
        ("4", None, ["X-CC-016"]),
        ("2", None, []),
        ("5", None, []),
    ],
)
def test_x_cc_016(claim_type: str, terms: DeclaredTerms | None, expected: list[str]) -> None:
    """Claim types 3 and 4 state the terms of the additional part."""
    assert expected == of_claim("X-CC-016", claim_type=claim_type, other_terms=terms)

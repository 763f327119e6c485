from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredTerms
from judging import of_claim


@pytest.mark.parametrize(
    ("claim_type", "terms", "expected"),
    [
        ("1", DeclaredTerms("1"), []),
        ("1", None, ["X-CC-014"]),
        ("4", None, ["X-CC-014"]),
        ("5", None, []),
    ],
)
def test_x_cc_014(claim_type: str, terms: DeclaredTerms | None, expected: list[str]) -> None:
    """Claim types 1 to 4 state the terms of the basic part; a dock has none."""
    assert expected == of_claim("X-CC-014", claim_type=claim_type, basic_terms=terms)

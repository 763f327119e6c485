from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredTerms
from judging import of_claim


@pytest.mark.parametrize(
    ("claim_type", "terms", "expected"),
    [
        ("2", DeclaredTerms("1"), []),
        ("2", None, ["X-CC-015"]),
        ("4", None, ["X-CC-015"]),
        ("1", None, []),
        ("3", None, []),
    ],
)
def test_x_cc_015(claim_type: str, terms: DeclaredTerms | None, expected: list[str]) -> None:
    """Claim types 2 and 4 state the terms of the detailed part."""
    assert expected == of_claim("X-CC-015", claim_type=claim_type, detail_terms=terms)

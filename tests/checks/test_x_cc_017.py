from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredTerms
from judging import of_claim


@pytest.mark.parametrize(
    ("claim_type", "terms", "limit", "expected"),
    [
        ("5", DeclaredTerms("1"), None, []),
        ("5", None, DeclaredTerms("4", amount="030000"), []),
        ("5", None, None, ["X-CC-017"]),
        ("1", None, None, []),
    ],
)
def test_x_cc_017(
    claim_type: str, terms: DeclaredTerms | None, limit: DeclaredTerms | None, expected: list[str]
) -> None:
    """A dock states its terms or its limit."""
    assert expected == of_claim(
        "X-CC-017", claim_type=claim_type, dock_terms=terms, dock_limit=limit
    )

from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredTerms
from judging import of_claim


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (DeclaredTerms("1"), []),
        (DeclaredTerms("1", amount="000000"), ["X-CC-018"]),
        (DeclaredTerms("1", rate="030000"), ["X-CC-018"]),
        (DeclaredTerms("2", amount="001000"), []),
    ],
)
def test_x_cc_018(terms: DeclaredTerms, expected: list[str]) -> None:
    """Beside code 1 (none) stands neither amount nor rate."""
    assert expected == of_claim("X-CC-018", basic_terms=terms)

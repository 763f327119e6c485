from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredTerms
from judging import of_claim


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("000001", []),
        ("000000", ["X-CC-019"]),
        ("一千円", ["X-CC-019"]),
        (None, ["X-CC-019"]),
    ],
)
def test_x_cc_019(amount: str | None, expected: list[str]) -> None:
    """Code 2 (fixed) has an amount above 0."""
    assert expected == of_claim("X-CC-019", basic_terms=DeclaredTerms("2", amount=amount))

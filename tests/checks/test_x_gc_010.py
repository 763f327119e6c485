from __future__ import annotations

import pytest

from daiko.documents.records import DeclaredTerms
from guidance_judging import of_claim


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (None, []),
        (DeclaredTerms("4", amount="007000"), []),
        (DeclaredTerms("4", amount="000000"), ["X-GC-010"]),  # no limit is no element
        (DeclaredTerms("2", amount="007000"), ["X-GC-010"]),
    ],
)
def test_x_gc_010(limit: DeclaredTerms | None, expected: list[str]) -> None:
    """The insurer limit has code 4 and six digits above 0."""
    assert expected == of_claim("X-GC-010", insurer_limit=limit)

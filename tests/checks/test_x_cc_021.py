from __future__ import annotations

from typing import Any

import pytest

from daiko.documents.records import DeclaredTerms
from judging import of_claim


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"basic_terms": DeclaredTerms("4", amount="000001")}, []),
        (
            {"basic_terms": DeclaredTerms("4", amount="000000")},
            ["X-CC-021"],
        ),  # "no limit" written as 0
        ({"basic_terms": DeclaredTerms("4")}, ["X-CC-021"]),
        ({"dock_limit": DeclaredTerms("4", amount="000000")}, ["X-CC-021"]),
        ({"dock_limit": None}, []),
    ],
)
def test_x_cc_021(changes: dict[str, Any], expected: list[str]) -> None:
    """A limit is above 0, of a part and of a dock (ruling 34)."""
    assert expected == of_claim("X-CC-021", **changes)

from __future__ import annotations

from typing import Any

import pytest

from daiko.documents.records import AdjudicationResult
from guidance_judging import of_claim

BLOCK = AdjudicationResult(interaction_type="2", recorded_on="20260610", reason_code="09")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"agency_result": BLOCK}, ["X-GC-021"]),
        ({"agency_result": BLOCK, "insurer_result": BLOCK}, ["X-GC-021"] * 2),
    ],
)
def test_x_gc_021(fields: dict[str, Any], expected: list[str]) -> None:
    """A claim sent again carries no block of agency or insurer."""
    assert expected == of_claim("X-GC-021", **fields)

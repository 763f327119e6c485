from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from building import a_pair
from judging import a_history_of, findings, of_pair


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["X-DU-004"]),
        ({"performed_on": date(2026, 5, 11)}, []),
        ({"provider_number": "1310000007"}, []),
    ],
)
def test_x_du_004(changes: dict[str, Any], expected: list[str]) -> None:
    """The same person, institution and day again is found."""
    assert expected == of_pair("X-DU-004", history=a_history_of(a_pair(), **changes))


@pytest.mark.parametrize(
    ("claim_sha256", "found"),
    [("c" * 64, "同じ内容 / same content"), ("e" * 64, "違う内容 / other content")],
)
def test_x_du_004_tells_a_repetition_from_a_conflict(claim_sha256: str, found: str) -> None:
    """Equal digests are the same content sent again, others a conflict."""
    pair = a_pair(history=a_history_of(a_pair()), claim_sha256=claim_sha256)
    assert [finding.found for finding in findings("X-DU-004", pair)] == [found]

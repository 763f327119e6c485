from __future__ import annotations

import pytest

from building import a_claim, a_pair
from daiko.checks.in_memory import MemoryHistory
from judging import findings, ids


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ("1", "5", ["X-DU-008"]),
        ("5", "2", ["X-DU-008"]),
        ("1", "2", []),  # a second checkup is X-DU-003's
        ("5", "5", []),
        ("", "5", []),  # nobody knows what it was
    ],
)
def test_x_du_008(before: str, now: str, expected: list[str]) -> None:
    """A checkup and a dock of one person and year; two of one kind are another rule."""
    pair = a_pair(a_claim(claim_type=now))
    history = MemoryHistory()
    history.add_claim("R1", pair.key, result_sha256="", claim_sha256="", claim_type=before)
    pair.history = history
    assert ids(findings("X-DU-008", pair)) == expected

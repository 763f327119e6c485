from __future__ import annotations

import pytest

from judging import of_archive


@pytest.mark.parametrize(
    ("receiver", "expected"),
    [
        ("94899010", []),  # the fund
        ("91399022", ["X-ARC-024"]),  # a federation
    ],
)
def test_x_arc_024(receiver: str, expected: list[str]) -> None:
    """An archive addressed to another agency is found."""
    assert expected == of_archive("X-ARC-024", name=f"1319900013_{receiver}_202606050_1.zip")

from __future__ import annotations

import pytest

from building import a_summary
from judging import of_archive


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        ("15360", []),
        ("15361", ["X-SU-006"]),
        (None, ["X-SU-006"]),
    ],
)
def test_x_su_006(total: str | None, expected: list[str]) -> None:
    """Total claimed is the sum of the claims' amounts: 15,360 yen for two."""
    assert expected == of_archive("X-SU-006", pairs=2, summary=a_summary(total_claim=total))

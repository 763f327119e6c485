from __future__ import annotations

import pytest

from judging import of_result


@pytest.mark.parametrize(
    ("persons", "expected"),
    [
        (1, []),
        (0, ["X-HC-006"]),
        (2, ["X-HC-006"]),
    ],
)
def test_x_hc_006(persons: int, expected: list[str]) -> None:
    """A result concerns exactly one person."""
    assert expected == of_result("X-HC-006", record_target_count=persons)

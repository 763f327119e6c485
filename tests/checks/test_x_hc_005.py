from __future__ import annotations

import pytest

from judging import of_result


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("N", []),
        ("R", ["X-HC-005"]),
        (None, ["X-HC-005"]),
    ],
)
def test_x_hc_005(code: str | None, expected: list[str]) -> None:
    """Confidentiality is N."""
    assert expected == of_result("X-HC-005", confidentiality_code=code)

from __future__ import annotations

import pytest

from judging import of_result


@pytest.mark.parametrize(
    ("created_on", "expected"),
    [
        ("20260512", []),
        ("20260511", ["X-HC-004"]),
        ("20260605", []),
        ("20260606", ["X-HC-004"]),
        ("20260231", ["X-HC-004"]),
        (None, ["X-HC-004"]),
    ],
)
def test_x_hc_004(created_on: str | None, expected: list[str]) -> None:
    """The file was made between the checkup (2026-05-12) and the reception (2026-06-05)."""
    assert expected == of_result("X-HC-004", created_on=created_on)

from __future__ import annotations

import pytest

from judging import of_result


@pytest.mark.parametrize(
    ("performed_on", "expected"),
    [
        ("20260512", []),
        ("20260230", ["X-HC-025"]),
        (None, ["X-HC-025"]),
    ],
)
def test_x_hc_025(performed_on: str | None, expected: list[str]) -> None:
    """The date of the checkup is a day."""
    assert expected == of_result("X-HC-025", performed_on=performed_on)

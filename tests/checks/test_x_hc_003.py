from __future__ import annotations

import pytest

from judging import of_result


@pytest.mark.parametrize(
    ("code", "system", "expected"),
    [
        ("10", "1.2.392.200119.6.1001", []),
        ("10", None, []),
        ("40", "1.2.392.200119.6.1001", ["X-HC-003"]),  # an employer checkup
        ("10", "1.2.3", ["X-HC-003"]),
        (None, None, ["X-HC-003"]),
    ],
)
def test_x_hc_003(code: str | None, system: str | None, expected: list[str]) -> None:
    """The report code is 10 of its table."""
    assert expected == of_result("X-HC-003", report_code=code, report_code_system=system)

from __future__ import annotations

import pytest

from judging import of_result


@pytest.mark.parametrize(
    ("sex", "system", "expected"),
    [
        ("1", "1.2.392.200119.6.1104", []),
        ("2", None, []),
        ("9", None, ["X-HC-014"]),
        ("1", "1.2.3", ["X-HC-014"]),
        (None, None, ["X-HC-014"]),
    ],
)
def test_x_hc_014(sex: str | None, system: str | None, expected: list[str]) -> None:
    """Sex is 1 or 2 of its table."""
    assert expected == of_result("X-HC-014", sex=sex, sex_code_system=system)

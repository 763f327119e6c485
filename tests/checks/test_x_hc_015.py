from __future__ import annotations

import pytest

from judging import of_result


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("19000101", []),
        ("18991231", ["X-HC-015"]),
        ("20260511", []),
        ("20260512", ["X-HC-015"]),
        ("19710229", ["X-HC-015"]),
        (None, ["X-HC-015"]),
    ],
)
def test_x_hc_015(born: str | None, expected: list[str]) -> None:
    """The birth date is a day from 1900 on, before the checkup (2026-05-12)."""
    assert expected == of_result("X-HC-015", birth_date=born)

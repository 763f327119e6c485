from __future__ import annotations

import pytest

from judging import of_result


@pytest.mark.parametrize(
    ("postal_code", "expected"),
    [
        ("105-0004", []),
        ("1050004", ["X-HC-011"]),
        ("１０５-０００４", ["X-HC-011"]),
        (None, ["X-HC-011"]),
    ],
)
def test_x_hc_011(postal_code: str | None, expected: list[str]) -> None:
    """The postal code is NNN-NNNN."""
    assert expected == of_result("X-HC-011", postal_code=postal_code)

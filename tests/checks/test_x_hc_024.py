from __future__ import annotations

import pytest

from judging import of_result


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("010", []),
        ("020", ["X-HC-024"]),
        (None, ["X-HC-024"]),
    ],
)
def test_x_hc_024(code: str | None, expected: list[str]) -> None:
    """The programme is 010."""
    assert expected == of_result("X-HC-024", program_code=code)

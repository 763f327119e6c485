from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("19700516", []),
        ("19700517", ["X-XF-007"]),
    ],
)
def test_x_xf_007(born: str, expected: list[str]) -> None:
    """Result and claim state the same birth date."""
    assert expected == of_claim("X-XF-007", birth_date=born)

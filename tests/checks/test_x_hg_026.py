from __future__ import annotations

from datetime import date

import pytest

from guidance_judging import asked


@pytest.mark.parametrize(
    ("level", "born", "expected"),
    [
        ("1", date(1962, 4, 1), []),  # 64 on 31 March 2027
        ("1", date(1962, 3, 31), ["X-HG-026"]),
        ("2", date(1955, 1, 1), []),
    ],
)
def test_x_hg_026(level: str, born: date, expected: list[str]) -> None:
    """Nobody of 65 or more gets active support."""
    assert expected == asked("X-HG-026", level=level, birth_date=born)

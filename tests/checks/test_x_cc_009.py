from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("19700516", []),
        ("19720229", []),
        ("19710229", ["X-CC-009"]),  # no leap year
        ("1970-05-16", ["X-CC-009"]),
        (None, ["X-CC-009"]),
    ],
)
def test_x_cc_009(born: str | None, expected: list[str]) -> None:
    """The birth date is a day of the calendar."""
    assert expected == of_claim("X-CC-009", birth_date=born)

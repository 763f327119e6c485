from __future__ import annotations

import pytest

from judging import of_result


@pytest.mark.parametrize(
    ("author_time", "expected"),
    [
        ("20260520", []),
        ("20260521", ["X-HI-050"]),
        (None, ["X-HI-050"]),
    ],
)
def test_x_hi_050(author_time: str | None, expected: list[str]) -> None:
    """The author's time is the date of the document."""
    assert expected == of_result("X-HI-050", author_time=author_time)

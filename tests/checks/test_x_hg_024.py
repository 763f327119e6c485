from __future__ import annotations

import pytest

from guidance_judging import first, of_first, split


@pytest.mark.parametrize(
    ("on", "expected"), [("20260301", []), ("20260228", ["X-HG-024"]), ("20260520", [])]
)
def test_x_hg_024(on: str, expected: list[str]) -> None:
    """The second half is at most three months after the first."""
    assert expected == of_first("X-HG-024", split(first(), on=on))

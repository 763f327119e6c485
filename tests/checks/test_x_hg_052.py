from __future__ import annotations

import pytest

from guidance_judging import first, of_first
from guidance_sections import with_value


@pytest.mark.parametrize(("total", "expected"), [("190", []), ("180", []), ("179", ["X-HG-052"])])
def test_x_hg_052(total: str, expected: list[str]) -> None:
    """The plan of active support reaches 180 points."""
    assert expected == of_first("X-HG-052", with_value(first(), "90070", "1041010080", total))

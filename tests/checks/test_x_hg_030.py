from __future__ import annotations

import pytest

from guidance_judging import first, of_first
from guidance_sections import with_value


@pytest.mark.parametrize(("total", "expected"), [("240", []), ("240.0", []), ("250", ["X-HG-030"])])
def test_x_hg_030(total: str, expected: list[str]) -> None:
    """The daily target is exercise plus diet."""
    assert expected == of_first("X-HG-030", with_value(first(), "90030", "1021001050", total))

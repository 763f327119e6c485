from __future__ import annotations

from guidance_judging import first, of_first, split, with_observation
from guidance_sections import item


def test_x_hg_028() -> None:
    """The early flag stands in 90030, never with the first half."""
    halved = split(first())
    flag = item("90030", "1022000016", "0")
    assert of_first("X-HG-028", halved) == []
    assert of_first("X-HG-028", with_observation(halved, "90020", flag)) == ["X-HG-028"]

from __future__ import annotations

from guidance_judging import first, of_first, with_observation
from guidance_sections import item


def test_x_hg_047() -> None:
    """Medication started later belongs into the national report."""
    medication = item("90010", "1020000005", "1")
    assert of_first("X-HG-047", first()) == []
    assert of_first("X-HG-047", with_observation(first(), "90010", medication)) == ["X-HG-047"]

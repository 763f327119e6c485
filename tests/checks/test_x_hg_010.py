from __future__ import annotations

import pytest

from daiko.documents.records import ObservationValue
from daiko.standard import oids
from guidance_judging import edited, first, of_first


@pytest.mark.parametrize(
    ("code", "system", "expected"),
    [
        ("1", oids.GUIDANCE_LEVEL, []),
        ("3", oids.GUIDANCE_LEVEL, []),
        ("4", oids.GUIDANCE_LEVEL, ["X-HG-010"]),
        ("1", oids.GUIDANCE_LEVEL_OF_CHECKUP, ["X-HG-010"]),  # table of phases 1 and 2
    ],
)
def test_x_hg_010(code: str, system: str, expected: list[str]) -> None:
    """The level is 1, 2 or 3 of table 1112, whatever number another table has."""
    value = ObservationValue("CD", code=code, code_system=system)
    result = edited(first(), "90010", "1020000001", values=(value,))
    assert expected == of_first("X-HG-010", result)

from __future__ import annotations

from dataclasses import replace

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import items_changed, of_pair
from observing import coded

HEALTH = coded("9N932000000000011", "CD", "1", "1.2.392.200119.6.19010")


@pytest.mark.parametrize(
    ("insurer", "program", "expected"),
    [
        ("06132013", "010", ["X-HI-045"]),
        ("39131156", "010", []),  # an association of the late elderly
        ("06132013", "020", []),
    ],
)
def test_x_hi_045(insurer: str, program: str, expected: list[str]) -> None:
    """The sheet of the late elderly stands in their own checkups only."""
    who = (Identifier(oids.INSURER, insurer),)
    result = replace(items_changed(HEALTH), person_ids=who, program_code=program)
    assert expected == of_pair("X-HI-045", result=result)
    result = replace(items_changed(), person_ids=who, program_code=program)
    assert of_pair("X-HI-045", result=result) == []

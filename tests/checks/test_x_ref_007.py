from __future__ import annotations

from dataclasses import replace

import pytest

from building import a_section
from daiko.documents.records import Observation
from judging import items_changed, of_pair
from observing import coded, measured

OID = "1.2.392.200119.6."
OWN = "9Z999000000000001"  # an item of the sender
BLOOD = "1A100000000191111"


@pytest.mark.parametrize(
    ("item", "section", "expected"),
    [
        (coded(BLOOD, "CO", "1", f"{OID}2102"), "01990", []),
        (coded(BLOOD, "CO", "9", f"{OID}2102"), "01990", ["X-REF-007"]),  # not in the table
        (coded(OWN, "CD", "1", f"{OID}2002"), "01990", []),
        (coded(OWN, "CD", "1", f"{OID}99999"), "01990", ["X-REF-007"]),  # nobody's table
        (coded(OWN, "CD", "1", f"{OID}101"), "01990", ["X-REF-007"]),  # numbers of insurers
        (coded(OWN, "CD", "77", f"{OID}1205"), "01990", []),  # agreed local codes
        (coded(OWN, "CD", "H", "2.16.840.1.113883.5.83"), "01990", []),  # of HL7
        (coded("9N751000000000011", "CD", "7", f"{OID}2003"), "01010", []),  # X-HI-035
    ],
)
def test_x_ref_007(item: Observation, section: str, expected: list[str]) -> None:
    """A code of the standard's tables is in its table."""
    result = items_changed(*([item] if section == "01010" else []))
    if section != "01010":
        result = replace(result, sections=(*result.sections, a_section([item], section)))
    assert expected == of_pair("X-REF-007", result=result)


def test_x_ref_007_systems_of_items_and_methods() -> None:
    """The code systems of item and method are known ones, too."""
    cholesterol = measured("3F050000002327101", "169", "mg/dL", "3F05010000")
    for changed in (
        replace(cholesterol, code_system=f"{OID}1999"),
        replace(cholesterol, method_code_system=f"{OID}1999"),
    ):
        added = a_section([changed], "01990")
        result = items_changed()
        result = replace(result, sections=(*result.sections, added))
        assert of_pair("X-REF-007", result=result) == ["X-REF-007"]

from __future__ import annotations

from dataclasses import replace

import pytest

from daiko.documents.guidance_records import GuidanceObservation
from daiko.documents.records import ObservationValue
from guidance_judging import first, of_first
from guidance_sections import a_list_act, a_performer, items, with_acts, with_value


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"1042000085": "1", "1042000086": "1"}, []),
        ({"1042000085": "5", "1042000086": "5"}, []),
        ({"1042000085": "5", "1042000086": "1"}, ["X-HG-049"]),  # no interview by telephone
        ({"1042000085": "1"}, ["X-HG-049"]),
    ],
)
def test_x_hg_049(values: dict[str, str], expected: list[str]) -> None:
    """An institution, where listed, says what it did and how."""
    act = a_list_act(items("90080", values), performers=(a_performer(),))
    assert expected == of_first("X-HG-049", with_acts(first(), "90080", act))


@pytest.mark.parametrize(("form", "expected"), [("5", []), ("3", ["X-HG-049"])])
def test_x_hg_049_phase_3(form: str, expected: list[str]) -> None:
    """In phase 3 it is 3 that is the telephone; 5 is remote."""
    values = {"1042000085": form, "1042000086": "1"}
    act = a_list_act(items("90080", values), performers=(a_performer(),))
    result = with_value(first(), "90010", "1020000004", "20230512")
    assert expected == of_first("X-HG-049", with_acts(result, "90080", act))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"name": None}, ["X-HG-049"]),
        ({"identifier": None}, ["X-HG-049"]),
    ],
)
def test_x_hg_049_number_and_name(fields: dict[str, None], expected: list[str]) -> None:
    """Who it was stands there, too."""
    who = a_performer()
    assert who.organization is not None
    who = replace(who, organization=replace(who.organization, **fields))
    values = {"1042000085": "1", "1042000086": "1"}
    act = a_list_act(items("90080", values), performers=(who,))
    assert of_first("X-HG-049", with_acts(first(), "90080", act)) == expected


def test_x_hg_049_nobody_named() -> None:
    """Or as items of their own."""
    values = {"1042000085": "1", "1042000086": "1"}
    nobody = a_list_act(items("90080", values))
    assert of_first("X-HG-049", with_acts(first(), "90080", nobody)) == ["X-HG-049"]
    named = [
        GuidanceObservation(code=code, values=(ObservationValue("ST", text=text),))
        for code, text in (("1042000081", "1311111111"), ("1042000082", "健診センター"))
    ]
    told = a_list_act((*items("90080", values), *named))
    assert of_first("X-HG-049", with_acts(first(), "90080", told)) == []

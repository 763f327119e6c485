from __future__ import annotations

import pytest

from guidance_judging import first, of_first
from guidance_sections import a_list_act, items, with_acts, with_value


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
    act = a_list_act(items("90080", values))
    assert expected == of_first("X-HG-049", with_acts(first(), "90080", act))


@pytest.mark.parametrize(("form", "expected"), [("5", []), ("3", ["X-HG-049"])])
def test_x_hg_049_phase_3(form: str, expected: list[str]) -> None:
    """In phase 3 it is 3 that is the telephone; 5 is remote."""
    act = a_list_act(items("90080", {"1042000085": form, "1042000086": "1"}))
    result = with_value(first(), "90010", "1020000004", "20230512")
    assert expected == of_first("X-HG-049", with_acts(result, "90080", act))

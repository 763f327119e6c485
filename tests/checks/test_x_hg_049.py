from __future__ import annotations

import pytest

from guidance_judging import first, of_first
from guidance_sections import a_list_act, items, with_acts


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

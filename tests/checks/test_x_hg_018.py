from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_judging import first, of_first, split, with_act
from guidance_sections import with_value


def lasting(minutes: str, form: str = "1") -> GuidanceResult:
    result = with_value(first(), "90030", "1022000013", minutes)
    return with_act(result, "90030", code=form)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (lasting("20"), []),
        (lasting("19"), ["X-HG-018"]),
        (lasting("80", "3"), []),
        (lasting("79", "4"), ["X-HG-018"]),
        (split(lasting("10"), minutes="10"), []),  # the halves count together
        (split(lasting("5"), minutes="10"), ["X-HG-018"]),
    ],
)
def test_x_hg_018(result: GuidanceResult, expected: list[str]) -> None:
    """Twenty minutes individually, eighty in a group."""
    assert expected == of_first("X-HG-018", result)

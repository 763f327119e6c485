from __future__ import annotations

from datetime import date

import pytest

from daiko.documents.guidance_records import GuidanceResult
from guidance_building import an_earlier
from guidance_judging import last, of_final
from guidance_sections import INTERIM, an_act, items, with_acts


def interim(level: str, **left_out: str) -> GuidanceResult:
    values = {code: value for code, value in INTERIM.items() if code not in left_out.values()}
    return with_acts(last(level), "90050", an_act("5", "20260720", items("90050", values)))


@pytest.mark.parametrize(
    ("level", "left_out", "expected"),
    [
        ("2", "", []),
        ("2", "1032001031", ["X-HG-048"]),
        ("2", "1032000013", ["X-HG-048"]),
        ("1", "1032001031", []),  # active support reports what is known
    ],
)
def test_x_hg_048(level: str, left_out: str, expected: list[str]) -> None:
    """An interim evaluation of motivational support is reported whole."""
    assert expected == of_final("X-HG-048", interim(level, code=left_out), level=level)


@pytest.mark.parametrize(
    ("left_out", "expected"), [("", []), ("1032001042", ["X-HG-048"]), ("1032000014", ["X-HG-048"])]
)
def test_x_hg_048_phase_3(left_out: str, expected: list[str]) -> None:
    """Phase 3 asks for three habits, and knows neither rest nor waist and weight together."""
    later = ("1032001044", "1032001045", "1032001046")
    values = {c: v for c, v in INTERIM.items() if c not in (*later, left_out)}
    result = with_acts(last("2"), "90050", an_act("5", "20260720", items("90050", values)))
    earlier = (an_earlier("2", checkup_on=date(2023, 5, 12)),)
    assert expected == of_final("X-HG-048", result, level="2", earlier=earlier)

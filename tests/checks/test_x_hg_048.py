from __future__ import annotations

import pytest

from daiko.documents.guidance_records import GuidanceResult
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

from __future__ import annotations

from typing import Any

import pytest

from guidance_judging import first, of_first, of_result, split


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"program_code": "010"}, ["X-HG-008"]),
        ({"performed_on": None}, ["X-HG-008"]),
        ({"performed_on": "20260602"}, ["X-HG-008"]),  # not the day of the interview
        ({"service_event_count": 2}, ["X-HG-008"]),
    ],
)
def test_x_hg_008(fields: dict[str, Any], expected: list[str]) -> None:
    """One event of programme 100 on the day of the interview."""
    assert expected == of_result("X-HG-008", **fields)


@pytest.mark.parametrize(
    ("on", "expected"),
    [("20260907", []), ("20260601", []), ("20260908", ["X-HG-008"])],
)
def test_x_hg_008_final(on: str, expected: list[str]) -> None:
    """A final report names the evaluation or the first interview (ruling 48)."""
    assert expected == of_result("X-HG-008", final=True, performed_on=on)


def test_x_hg_008_split() -> None:
    """Of a split interview the second half counts."""
    assert of_first("X-HG-008", split(first())) == []
    assert of_first("X-HG-008", split(first(performed_on="20260520"))) == ["X-HG-008"]

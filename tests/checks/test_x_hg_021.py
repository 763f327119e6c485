from __future__ import annotations

from datetime import date

import pytest

from daiko.documents.guidance_records import GuidanceAct, GuidanceResult
from daiko.standard import oids
from guidance_building import an_earlier
from guidance_judging import last, of_final, with_act
from guidance_sections import an_act, item, with_acts, with_value


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (last(), []),
        (with_value(last(), "90040", "1032300014", "60"), ["X-HG-021"] * 3),
        (with_act(last(), "90040", 0, code="3"), ["X-HG-021"]),  # 20 minutes are no group
        (with_value(last(), "90060", "1042001060", "49"), ["X-HG-021"]),  # 130 + 49
        (with_value(last(), "90060", "1042001060", "50"), []),
    ],
)
def test_x_hg_021(result: GuidanceResult, expected: list[str]) -> None:
    """Supports have the points of their form; active support makes 180 in all."""
    assert expected == of_final("X-HG-021", result)


def test_x_hg_021_phase_3() -> None:
    """Phase 3 counts minutes: A makes 180, or 160 with B."""
    checkup = {"checkup_on": date(2023, 5, 12)}
    old = oids.SUPPORT_FORM_PHASE_3

    def support(form: str, minutes: str) -> GuidanceAct:
        lasted = item("90040", "1032100013", minutes, phase=3)
        return an_act(form, "20230701", [lasted], code_system=old)

    long = with_acts(last(), "90040", support("1", "30"), support("4", "20"))
    short = with_acts(last(), "90040", support("1", "30"), support("2", "20"))
    earlier = (an_earlier(**checkup),)
    assert of_final("X-HG-021", long, earlier=earlier) == []
    assert of_final("X-HG-021", short, earlier=earlier) == ["X-HG-021"]

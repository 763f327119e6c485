from __future__ import annotations

from datetime import date

import pytest

from daiko.documents.guidance_records import GuidanceAct, GuidanceResult
from daiko.standard import oids
from guidance_building import a_guidance_pair, an_earlier
from guidance_judging import edited, last, of_final, with_act
from guidance_sections import a_list_act, an_act, item, with_acts, with_value, without_item
from judging import findings


def outcomes(level: str, diet: str, exercise: str = "0") -> GuidanceResult:
    """A final report with these results, and the points they are worth stated wrong."""
    result = with_value(last(), "90060", "1042001044", level)
    result = with_value(result, "90060", "1042001042", diet)
    return with_value(result, "90060", "1042001041", exercise)


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (last(), []),
        (with_value(last(), "90040", "1032300014", "60"), ["X-HG-021"] * 3),
        (with_act(last(), "90040", 0, code="3"), ["X-HG-021"]),  # 20 minutes are no group
        (outcomes("0", "1"), ["X-HG-021"]),  # 130 + 20
        (outcomes("1", "1", "1"), []),  # 130 + 60
        (with_value(last(), "90060", "1042001060", "49"), []),  # X-HG-034: it is 60
        (with_value(last(), "90070", "1042010070", "100"), []),  # X-HG-035: it is 130
        (without_item(last(), "90040", "1032300014"), ["X-HG-021"] * 3),
    ],
)
def test_x_hg_021(result: GuidanceResult, expected: list[str]) -> None:
    """Supports have the points of their form; active support makes 180 in all."""
    assert expected == of_final("X-HG-021", result)


def test_x_hg_021_phase_3() -> None:
    """Phase 3 counts minutes: A makes 180, or 160 with B."""
    checkup = {"checkup_on": date(2023, 5, 12)}
    old = oids.SUPPORT_FORM_PHASE_3

    def support(form: str, minutes: str, on: str = "20230701") -> GuidanceAct:
        lasted = item("90040", "1032100013", minutes, phase=3)
        return an_act(form, on, [lasted], code_system=old)

    long = with_acts(last(), "90040", support("1", "30"), support("4", "20", "20230708"))
    short = with_acts(last(), "90040", support("1", "30"), support("2", "20", "20230708"))
    at_once = with_acts(last(), "90040", support("1", "30"), support("4", "20"))
    earlier = (an_earlier(**checkup),)
    assert of_final("X-HG-021", long, earlier=earlier) == []
    assert of_final("X-HG-021", short, earlier=earlier) == ["X-HG-021"]
    # of one day only the support with most points counts
    assert of_final("X-HG-021", at_once, earlier=earlier) == ["X-HG-021"]


def test_x_hg_021_phase_3_interim() -> None:
    """An interim evaluation is a contact by the table of phase 3, and may complete."""
    earlier = (an_earlier(checkup_on=date(2023, 5, 12)),)
    lasted = item("90040", "1032100013", "30", phase=3)
    talk = an_act("1", "20230701", [lasted], code_system=oids.SUPPORT_FORM_PHASE_3)
    result = with_acts(last(), "90040", talk)

    def interim(points: str) -> GuidanceAct:
        values = [item("90050", "1032000013", "20", phase=3)]
        values.append(item("90050", "1032000014", points, phase=3))
        return an_act("4", "20230801", values, code_system=oids.INTERIM_FORM_PHASE_3)

    right, wrong = (with_acts(result, "90050", interim(points)) for points in ("60", "50"))
    assert of_final("X-HG-021", result, earlier=earlier) == ["X-HG-021"]
    assert of_final("X-HG-021", right, earlier=earlier) == []
    assert of_final("X-HG-021", wrong, earlier=earlier) == ["X-HG-021"]


def test_x_hg_021_phase_3_by_totals() -> None:
    """Where a form cannot be read the done totals of A and B decide."""
    earlier = (an_earlier(checkup_on=date(2023, 5, 12)),)
    unread = an_act("9", "20230701", code_system=oids.SUPPORT_FORM_PHASE_3)
    for points, expected in (("160", []), ("150", ["X-HG-021"])):
        values = {"1042100114": points, "1042200114": "20"}
        done = a_list_act([item("90070", code, text, phase=3) for code, text in values.items()])
        result = with_acts(with_acts(last(), "90040", unread), "90070", done)
        assert of_final("X-HG-021", result, earlier=earlier) == expected


def test_x_hg_021_without_minutes() -> None:
    """Points without minutes are told so: the table gives none."""
    result = edited(last(), "90040", "1032300013", minutes=None)
    found = findings("X-HG-021", a_guidance_pair(result=result, final=True))
    assert found
    assert all("時間の記録なし" in finding.found for finding in found)


def test_x_hg_021_of_the_other_phase() -> None:
    """Points by a table of the other phase are not judged: X-HG-045 says so."""
    result = with_act(last(), "90040", 0, code_system=oids.SUPPORT_FORM_PHASE_3)
    assert of_final("X-HG-021", result) == []
    assert of_final("X-HG-045", result) == ["X-HG-045"]

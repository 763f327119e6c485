from __future__ import annotations

from datetime import date

import pytest

from guidance_building import a_guidance_pair, an_earlier
from guidance_judging import last, of_final
from guidance_sections import a_list_act, items, with_acts, with_value


def test_x_hg_050() -> None:
    """A habit that was not planned cannot have been met, where both stand in one document."""
    plan = a_list_act(items("90030", {"1021001056": "0", "1021001054": "1"}), "INT")
    both = with_acts(last(), "90030", plan)
    assert of_final("X-HG-050", both) == []
    assert of_final("X-HG-050", with_value(both, "90060", "1042001043", "1")) == ["X-HG-050"]


@pytest.mark.parametrize(("flag", "expected"), [("0", ["X-HG-050"]), ("1", []), (None, [])])
def test_x_hg_050_planned_in_the_first_report(flag: str | None, expected: list[str]) -> None:
    """The plan stands in the accepted 21; without its flag nothing is compared."""
    planned = () if flag is None else (("1021001056", flag),)
    earlier = (an_earlier(planned=planned),)
    met = with_value(last(), "90060", "1042001043", "1")
    assert of_final("X-HG-050", met, earlier=earlier) == expected
    assert of_final("X-HG-050", last(), earlier=earlier) == []


def test_x_hg_050_flags_are_kept() -> None:
    """What is kept of a 21 holds its plan flags, and X-HG-038 does not compare them."""
    kept = dict(a_guidance_pair().facts().planned)
    assert {code for code in kept if code.startswith("102100105")} == {
        f"102100105{n}" for n in range(3, 10)
    }
    again = with_acts(last(), "90030", a_list_act(items("90030", {"1021001056": "0"}), "INT"))
    other = (an_earlier(planned=(("1021001056", "1"),)),)
    assert of_final("X-HG-038", again, earlier=other) == []


def test_x_hg_050_begins_with_phase_4() -> None:
    """Phase 3 planned no habit one by one; a flag of phase 4 there is X-HG-043's."""
    plan = a_list_act(items("90030", {"1021001056": "0"}), "INT")
    met = with_value(with_acts(last(), "90030", plan), "90060", "1042001043", "1")
    earlier = (an_earlier(checkup_on=date(2024, 3, 29)),)
    assert of_final("X-HG-050", met) == ["X-HG-050"]
    assert of_final("X-HG-050", met, earlier=earlier) == []

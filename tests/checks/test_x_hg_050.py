from __future__ import annotations

from guidance_judging import last, of_final
from guidance_sections import a_list_act, items, with_acts, with_value


def test_x_hg_050() -> None:
    """A habit that was not planned cannot have been met, where both stand in one document."""
    plan = a_list_act(items("90030", {"1021001056": "0", "1021001054": "1"}), "INT")
    both = with_acts(last(), "90030", plan)
    assert of_final("X-HG-050", both) == []
    assert of_final("X-HG-050", with_value(both, "90060", "1042001043", "1")) == ["X-HG-050"]
    assert of_final("X-HG-050", with_value(last(), "90060", "1042001043", "1")) == []

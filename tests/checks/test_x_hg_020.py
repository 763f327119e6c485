from __future__ import annotations

import pytest

from guidance_judging import first, last, of_final, of_first, with_act
from guidance_sections import a_performer


@pytest.mark.parametrize(
    ("section", "code", "expected"),
    [
        ("90060", "1", []),
        ("90060", "3", []),
        ("90060", "4", ["X-HG-020"]),
        ("90040", "4", []),  # others may give continued support
        ("90040", "7", ["X-HG-020"]),
    ],
)
def test_x_hg_020(section: str, code: str, expected: list[str]) -> None:
    """Who evaluates is doctor, public-health nurse or dietitian."""
    result = with_act(last(), section, performers=(a_performer(code),))
    assert expected == of_final("X-HG-020", result)


def test_x_hg_020_interview() -> None:
    """So is who interviews, in either half."""
    result = with_act(first(), "90030", performers=(a_performer("4"),))
    assert of_first("X-HG-020", result) == ["X-HG-020"]

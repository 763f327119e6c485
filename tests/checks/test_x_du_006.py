from __future__ import annotations

import pytest

from guidance_building import an_earlier
from guidance_judging import asked


@pytest.mark.parametrize(
    ("accepted", "expected"), [(["1"], []), ([], ["X-DU-006"]), (["5"], ["X-DU-006"])]
)
def test_x_du_006(accepted: list[str], expected: list[str]) -> None:
    """A final claim follows an accepted first one."""
    earlier = tuple(an_earlier(timing=code) for code in accepted)
    assert expected == asked("X-DU-006", final=True, earlier=earlier)


def test_x_du_006_first_claim() -> None:
    """A first claim follows nothing."""
    assert asked("X-DU-006") == []

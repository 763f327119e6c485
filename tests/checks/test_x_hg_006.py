from __future__ import annotations

import pytest

from guidance_judging import first, of_first, with_card


@pytest.mark.parametrize(
    ("until", "expected"),
    [("20270331", []), (None, ["X-HG-006"]), ("20270229", ["X-HG-006"])],
)
def test_x_hg_006(until: str | None, expected: list[str]) -> None:
    """The guidance card has an expiry that is a day; the checkup card needs none."""
    assert expected == of_first("X-HG-006", with_card(first(), "2", valid_until=until))

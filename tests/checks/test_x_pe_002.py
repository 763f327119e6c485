from __future__ import annotations

import pytest

from guidance_judging import first, last, of_final, of_first, with_act


@pytest.mark.parametrize(
    ("on", "expected"),
    [("20260601", []), ("20260606", ["X-PE-002"]), ("20080331", ["X-PE-002"])],
)
def test_x_pe_002(on: str, expected: list[str]) -> None:
    """Contacts are between April 2008 and the reception."""
    assert expected == of_first("X-PE-002", with_act(first(), "90030", performed_on=on))


def test_x_pe_002_support() -> None:
    """So is every support."""
    result = with_act(last(), "90040", 1, performed_on="20261006")
    assert of_final("X-PE-002", result) == ["X-PE-002"]

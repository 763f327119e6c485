from __future__ import annotations

import pytest

from guidance_judging import of_claim


@pytest.mark.parametrize(("level", "expected"), [("1", []), ("2", ["X-XF-013"])])
def test_x_xf_013(level: str, expected: list[str]) -> None:
    """Result and claim name the same level."""
    assert expected == of_claim("X-XF-013", guidance_level=level)


def test_x_xf_013_without_a_level() -> None:
    """A final report without 90010 is X-GC-027's."""
    assert of_claim("X-XF-013", final=True, guidance_level="2") == []

from __future__ import annotations

import pytest

from guidance_judging import of_claim


@pytest.mark.parametrize(("level", "expected"), [("1", []), ("3", ["X-GC-027"])])
def test_x_gc_027(level: str, expected: list[str]) -> None:
    """A result without a level has that of the accepted first report."""
    assert expected == of_claim("X-GC-027", final=True, guidance_level=level)


def test_x_gc_027_with_a_level() -> None:
    """Where the result states a level, X-XF-013 compares it."""
    assert of_claim("X-GC-027", guidance_level="3") == []

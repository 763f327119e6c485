from __future__ import annotations

import pytest

from guidance_judging import of_claim


@pytest.mark.parametrize(
    ("code", "expected"), [("2", []), ("1", ["X-GC-001"]), (None, ["X-GC-001"])]
)
def test_x_gc_001(code: str | None, expected: list[str]) -> None:
    """A guidance claim is of service class 2."""
    assert expected == of_claim("X-GC-001", service_event_type=code)

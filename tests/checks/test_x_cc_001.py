from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1", []),
        ("2", ["X-CC-001"]),  # guidance
        (None, ["X-CC-001"]),
    ],
)
def test_x_cc_001(code: str | None, expected: list[str]) -> None:
    """A claim is of service class 1; any other or none is found."""
    assert expected == of_claim("X-CC-001", service_event_type=code)

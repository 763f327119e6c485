from __future__ import annotations

import pytest

from building import an_index
from judging import of_archive


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("1", []),
        ("2", ["X-IX-001"]),  # a return sent on as it is
        ("6", ["X-IX-001"]),
        (None, ["X-IX-001"]),
    ],
)
def test_x_ix_001(code: str | None, expected: list[str]) -> None:
    """From a provider to an agency the interaction type is 1."""
    assert expected == of_archive("X-IX-001", index=an_index(interaction_type=code))

from __future__ import annotations

import pytest

from building import a_summary
from judging import of_archive


@pytest.mark.parametrize(
    ("in_summary", "expected"),
    [
        ("1", []),
        ("2", ["X-SU-001"]),
        (None, ["X-SU-001"]),
    ],
)
def test_x_su_001(in_summary: str | None, expected: list[str]) -> None:
    """The summary has the service class of the index."""
    assert expected == of_archive("X-SU-001", summary=a_summary(service_event_type=in_summary))

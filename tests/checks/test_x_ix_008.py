from __future__ import annotations

import pytest

from building import an_index
from judging import of_archive


@pytest.mark.parametrize(
    ("in_index", "in_name", "expected"),
    [
        ("1", "1", []),
        ("2", "1", ["X-IX-008"]),
        ("1", "2", ["X-IX-008"]),
        ("2", "2", []),
    ],
)
def test_x_ix_008(in_index: str, in_name: str, expected: list[str]) -> None:
    """The service class of the index is that of the name."""
    index = an_index(service_event_type=in_index)
    assert expected == of_archive(
        "X-IX-008", name=f"1319900013_94899010_202606050_{in_name}.zip", index=index
    )

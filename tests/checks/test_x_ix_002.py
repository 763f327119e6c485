from __future__ import annotations

import pytest

from building import an_index
from judging import of_archive


@pytest.mark.parametrize(
    ("created_on", "expected"),
    [
        ("20260605", []),
        ("20260606", ["X-IX-002"]),
        ("20260231", ["X-IX-002"]),
        (None, ["X-IX-002"]),
    ],
)
def test_x_ix_002(created_on: str | None, expected: list[str]) -> None:
    """The index was made on a day, not after the archive's date or the reception."""
    assert expected == of_archive("X-IX-002", index=an_index(created_on=created_on))


def test_x_ix_002_counts_from_the_date_of_the_name() -> None:
    """An archive dated the 4th cannot hold an index of the 5th."""
    name = "1319900013_94899010_202606040_1.zip"
    assert of_archive("X-IX-002", name=name, index=an_index(created_on="20260605")) == ["X-IX-002"]
    assert of_archive("X-IX-002", name=name, index=an_index(created_on="20260604")) == []

from __future__ import annotations

import pytest

from building import an_index
from judging import of_archive


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        ("4", []),
        ("0004", []),
        ("2", ["X-IX-009"]),  # persons
        ("17", ["X-IX-009"]),  # schemas counted too
        ("-4", ["X-IX-009"]),
        (None, ["X-IX-009"]),
    ],
)
def test_x_ix_009(count: str | None, expected: list[str]) -> None:
    """The index counts the files of DATA and CLAIMS: 4 for two persons."""
    assert expected == of_archive("X-IX-009", pairs=2, index=an_index(total_record_count=count))

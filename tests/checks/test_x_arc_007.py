from __future__ import annotations

import pytest

from building import full_paths
from judging import of_archive


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (full_paths(), []),
        (full_paths("1319900013_94899010_202606051_1.zip"), ["X-ARC-007"]),  # the ZIP was renamed
        ([*full_paths(), "memo.txt"], ["X-ARC-007"]),
        (["ix08_V08.xml", "DATA/h.xml"], ["X-ARC-007"]),  # only the contents were zipped
        ([], []),  # nothing readable at all: X-ARC-001
    ],
)
def test_x_arc_007(paths: list[str], expected: list[str]) -> None:
    """One folder at the top, named like the ZIP; another name, a second folder or none is found."""
    assert expected == of_archive("X-ARC-007", members=paths)

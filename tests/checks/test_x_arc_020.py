from __future__ import annotations

import pytest

from building import full_paths
from judging import of_archive


@pytest.mark.parametrize(
    ("name", "extra", "expected"),
    [
        ("1319900013_94899010_202606050_1.zip", [], []),
        (
            "1319900013_94899010_202606050_1.zip",
            ["DATA/g13199000132026060501000009.xml"],
            ["X-ARC-020"],
        ),
        (
            "1319900013_94899010_202606050_1.zip",
            ["CLAIMS/p13199000132026060501000009.xml"],
            ["X-ARC-020"],
        ),
        (
            "1319900013_94899010_202606050_2.zip",
            [],
            ["X-ARC-020", "X-ARC-020"],
        ),  # h and c in a guidance archive
    ],
)
def test_x_arc_020(name: str, extra: list[str], expected: list[str]) -> None:
    """Class 1 holds h and c files, class 2 g and p files, never both."""
    root = name.removesuffix(".zip")
    paths = [*full_paths(name), *(f"{root}/{path}" for path in extra)]
    assert expected == of_archive("X-ARC-020", name=name, members=paths)

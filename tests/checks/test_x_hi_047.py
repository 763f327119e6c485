from __future__ import annotations

from dataclasses import replace

import pytest

from judging import items_changed, of_pair


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("身長 162.3 cm", []),
        ("身長 126.3 cm", ["X-HI-047"]),
        ("体重　６５．５　kg", []),  # full width
        ("腹囲 82 cm", []),
        ("腹囲 85 cm", ["X-HI-047"]),
        ("メタボリックシンドローム判定 非該当", []),
        ("メタボリックシンドローム判定 基準該当", ["X-HI-047"]),
        ("保健指導区分 なし", []),
        ("保健指導レベル 動機付け支援", ["X-HI-047"]),
        ("保健指導レベル 医師に相談", []),  # words of no table
        ("視力 1.2", []),
    ],
)
def test_x_hi_047(line: str, expected: list[str]) -> None:
    """The list for reading repeats what the coded items say."""
    result = items_changed()
    section = replace(result.sections[0], narrative=(line,))
    assert expected == of_pair("X-HI-047", result=replace(result, sections=(section,)))

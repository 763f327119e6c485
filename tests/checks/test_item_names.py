"""Names of items, for people who do not read codes."""

from __future__ import annotations

import pytest

from daiko.checks.item_names import item_name
from daiko.checks.rules.guidance_places import named


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("1042001060", "実績評価時のポイント(アウトカム評価の合計)"),
        ("//observation[code/@code=9N001000000000001]/value/@value", "身長"),
        (
            "section[code/@code=90070]//observation[code/@code=1041800114]",
            "計画上の支援ポイント合計",
        ),
        ("/ClinicalDocument/code/@code", None),
        ("9N999999999999999", None),
        ("", None),
    ],
)
def test_the_item_of_a_place(place: str, expected: str | None) -> None:
    """By path or by bare code, of checkups and of both phases of guidance."""
    found = item_name(place)
    assert (None if found is None else found.japanese) == expected


def test_missing_items_are_named() -> None:
    """A few by name and code; many by the first, their number and all codes."""
    assert (
        named(4, ["1021001031", "9"])
        == "目標腹囲 1021001031、項目 9 / Target waist 1021001031, item 9"
    )
    many = named(4, ["1021001031", "1021001032", "1021001050", "1021001051"])
    assert many.startswith("目標腹囲 など4項目 / Target waist and others, 4 items (1021001031, ")

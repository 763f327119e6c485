"""The table of hostile kinds is whole: 118 kinds, at least three specimens of each."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from hostile import KINDS, MAKERS, specimens, table
from hostile.kinds import GROUPS


def test_there_are_118_kinds() -> None:
    """40 of the ZIP, 18 of names, 18 of the XML form, 14 attacks, 28 of rules and values."""
    assert Counter(kind.group for kind in KINDS.values()) == GROUPS
    assert len(KINDS) == 40 + 18 + 18 + 14 + 28 == 118
    assert len({kind.words for kind in KINDS.values()}) == 118


def test_every_kind_has_a_maker() -> None:
    """And every maker makes a kind of the table."""
    assert set(MAKERS) == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_at_least_three_specimens(kind: str) -> None:
    """Each says what it is about, and no two say the same."""
    made = specimens(kind)
    assert len(made) >= 3
    assert len({specimen.about for specimen in made}) == len(made)


@pytest.mark.parametrize("kind", ["ZIP-04", "NAME-12", "XML-12", "VALUE-24"])
def test_the_seed_decides(kind: str) -> None:
    """The same seed gives the same bytes, another seed other bytes."""
    first, again, other = (
        [specimen.data() for specimen in specimens(kind, seed)] for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_the_page_is_up_to_date() -> None:
    """``docs/reference/hostile-input.md`` is what ``hostile.table`` prints."""
    page = Path(__file__).resolve().parents[2] / "docs/reference/hostile-input.md"
    assert page.read_text(encoding="utf-8") == table.page()

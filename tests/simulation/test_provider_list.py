"""The invented nationwide list: the published shape, all prefectures, the same bytes."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

from daiko.simulation.provider_list import provider_list_rows, write_provider_list
from daiko.standard.identifiers import has_valid_check_digit, prefecture_of_provider
from daiko.standard.provider_list import COLUMNS, KINDS


def test_the_list_has_the_published_shape(tmp_path: Path) -> None:
    path = tmp_path / "Pref_00.csv"
    assert write_provider_list(path, 7, 4_700) == 4_700
    with path.open(encoding="cp932", newline="") as source:
        header, *rows = csv.reader(source)
    assert tuple(header) == COLUMNS
    assert len({row[0] for row in rows}) == 4_700
    assert all(has_valid_check_digit(row[0]) for row in rows)
    by_prefecture = Counter(prefecture_of_provider(row[0]) for row in rows)
    assert set(by_prefecture.values()) == {100}
    assert len(by_prefecture) == 47
    kinds = Counter(row[1] for row in rows)
    assert [kind for kind, _ in kinds.most_common()] == list(KINDS)
    names = "".join(row[2] + row[5] for row in rows)
    assert all(mark in names for mark in "㈱①Ⅱ髙﨑～－ｸ")


def test_the_same_seed_makes_the_same_rows() -> None:
    assert list(provider_list_rows(7, 94)) == list(provider_list_rows(7, 94))
    assert list(provider_list_rows(7, 94)) != list(provider_list_rows(8, 94))


def test_a_longer_list_begins_with_the_same_providers() -> None:
    """So that two lists of one seed tell who came."""
    assert set(provider_list_rows(7, 470)) < set(provider_list_rows(7, 940))

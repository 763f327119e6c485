from __future__ import annotations

from datetime import date

import pytest

from building import PROVIDER
from daiko.checks.subjects import MediumLabel, Transport
from judging import of_archive


@pytest.mark.parametrize(
    ("on_label", "on_note", "expected"),
    [
        (2, 2, []),
        (1, 2, ["X-ARC-026"]),
        (1, 3, ["X-ARC-026", "X-ARC-026"]),
    ],
)
def test_x_arc_026(on_label: int, on_note: int, expected: list[str]) -> None:
    """Label and dispatch note count the persons in the archives of the medium."""
    medium = MediumLabel(
        "cd_r",
        True,
        PROVIDER,
        "新橋第一診療所",
        "2026-05",
        date(2026, 6, 5),
        1,
        1,
        on_label,
        on_note,
        subjects_in_archives=2,
    )
    assert expected == of_archive("X-ARC-026", transport=Transport(PROVIDER, medium=medium))

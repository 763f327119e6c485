from __future__ import annotations

import pytest

from building import PROVIDER
from daiko.checks.subjects import Transport
from judging import a_label, of_archive


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
    medium = a_label(records_on_label=on_label, records_on_note=on_note)
    assert expected == of_archive("X-ARC-026", transport=Transport(PROVIDER, medium=medium))

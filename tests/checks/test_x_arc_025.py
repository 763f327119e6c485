from __future__ import annotations

from typing import Any

import pytest

from building import PROVIDER
from daiko.checks.subjects import Transport
from judging import a_label, of_archive


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"kind": "dvd_r"}, []),
        ({"kind": "fd"}, ["X-ARC-025"]),
        ({"encrypted": False}, ["X-ARC-025"]),
        ({"number": 2, "of": 1}, ["X-ARC-025"]),
        ({"submitted_on": None, "records_on_note": None}, ["X-ARC-025", "X-ARC-025"]),
    ],
)
def test_x_arc_025(changes: dict[str, Any], expected: list[str]) -> None:
    """Each part of kind, encryption, label and note that is not as agreed is found."""
    transport = Transport(PROVIDER, medium=a_label(**changes))
    assert expected == of_archive("X-ARC-025", transport=transport)

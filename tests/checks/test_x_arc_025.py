from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from building import PROVIDER
from daiko.checks.subjects import MediumLabel, Transport
from judging import of_archive

LABEL = MediumLabel(
    kind="cd_r",
    encrypted=True,
    provider_number=PROVIDER,
    provider_name="新橋第一診療所",
    service_month="2026-05",
    submitted_on=date(2026, 6, 5),
    number=1,
    of=1,
    records_on_label=2,
    records_on_note=2,
    subjects_in_archives=2,
)


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
    transport = Transport(PROVIDER, medium=replace(LABEL, **changes))
    assert expected == of_archive("X-ARC-025", transport=transport)

from __future__ import annotations

import pytest

from building import AGENCY, MADE_ON, PROVIDER, ZIP_NAME, an_archive_subject
from daiko.checks.in_memory import MemoryHistory
from judging import findings, of_archive


@pytest.mark.parametrize(
    ("received", "expected"),
    [
        ({}, []),
        ({ZIP_NAME: "a" * 64}, []),
        ({ZIP_NAME: "b" * 64}, ["X-ARC-021"]),
    ],
)
def test_x_arc_021(received: dict[str, str], expected: list[str]) -> None:
    """Other bytes under a received name are found; the same bytes again are not (ruling 32)."""
    assert expected == of_archive(
        "X-ARC-021", sha256="a" * 64, history=MemoryHistory(digests=received)
    )


def test_x_arc_021_names_the_next_free_name() -> None:
    """The finding tells which sequence is free that day."""
    used = {(PROVIDER, AGENCY, MADE_ON): [0, 1]}
    history = MemoryHistory(digests={ZIP_NAME: "b" * 64}, sequences=used)
    (found,) = findings("X-ARC-021", an_archive_subject(history=history))
    assert found.expected == f"{PROVIDER}_{AGENCY}_{MADE_ON}2_1.zip"

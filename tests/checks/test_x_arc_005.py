from __future__ import annotations

import io

import pytest

from building import AGENCY, MADE_ON, PROVIDER, RECEIVED_AT, an_archive, rules_of
from daiko.checks.in_memory import MemoryHistory
from daiko.checks.offline import OfflineCheck
from judging import of_archive


@pytest.mark.parametrize(
    ("received", "sequence", "expected"),
    [
        ([], 0, []),
        ([], 1, ["X-ARC-005"]),
        ([0], 1, []),
        ([0], 2, ["X-ARC-005"]),
        ([0, 1], 1, []),  # X-ARC-021
        ([9], 9, []),
    ],
)
def test_x_arc_005(received: list[int], sequence: int, expected: list[str]) -> None:
    """The sequence goes on where the day ended; a repeated name is another rule."""
    history = MemoryHistory(sequences={(PROVIDER, AGENCY, MADE_ON): received})
    name = f"{PROVIDER}_{AGENCY}_{MADE_ON}{sequence}_1.zip"
    assert expected == of_archive("X-ARC-005", name=name, history=history)


def test_x_arc_005_offline() -> None:
    """Offline nobody knows what came before a single later archive, so it passes."""
    name = f"{PROVIDER}_{AGENCY}_{MADE_ON}3_1.zip"
    archive = an_archive(name=name)
    assert "X-ARC-005" not in rules_of(
        OfflineCheck(RECEIVED_AT).check(io.BytesIO(archive.data), name=name)
    )
    whole = OfflineCheck(RECEIVED_AT, history_is_whole=True)
    assert "X-ARC-005" in rules_of(whole.check(io.BytesIO(archive.data), name=name))

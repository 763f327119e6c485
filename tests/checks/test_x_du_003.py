from __future__ import annotations

from typing import Any

import pytest

from building import a_pair, pair_name
from daiko.checks.in_memory import MemoryHistory
from judging import a_history_of, of_pair


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"card_id": "26100000025"}, ["X-DU-003"]),
        ({"card_id": "26100000025", "fiscal_year": 2025}, []),
        ({"card_id": "26100000025", "person_key": "another"}, []),
        ({"card_id": "26100000025", "insurer_number": "06132021"}, []),
        ({}, []),  # the same card: X-DU-002
    ],
)
def test_x_du_003(changes: dict[str, Any], expected: list[str]) -> None:
    """A second checkup of a person in a fiscal year is found, under another card."""
    assert expected == of_pair("X-DU-003", history=a_history_of(a_pair(), **changes))


def test_x_du_003_within_an_archive() -> None:
    """A person who stands twice in one archive is found, unless by the same card (X-DU-001)."""
    history = MemoryHistory()
    first = pair_name(0)
    assert of_pair("X-DU-003", history=history, earlier_same_person=first) == ["X-DU-003"]
    assert (
        of_pair("X-DU-003", history=history, earlier_same_person=first, earlier_same_card=first)
        == []
    )

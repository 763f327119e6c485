from __future__ import annotations

from typing import Any

import pytest

from building import a_pair
from judging import a_history_of, of_pair


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ["X-DU-002"]),
        ({"card_id": "26100000025"}, []),
        ({"insurer_number": "06132021"}, []),
        ({"card_id": None}, []),
    ],
)
def test_x_du_002(changes: dict[str, Any], expected: list[str]) -> None:
    """A card that was accepted before is found, of the same insurer."""
    assert expected == of_pair("X-DU-002", history=a_history_of(a_pair(), **changes))

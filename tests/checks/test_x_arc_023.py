from __future__ import annotations

import pytest

from building import PROVIDER
from daiko.checks.subjects import Transport
from judging import of_archive


@pytest.mark.parametrize(
    ("transport", "expected"),
    [
        (Transport(PROVIDER), []),
        (Transport("1310000007"), ["X-ARC-023"]),
        (Transport("1310000007", may_send_for=frozenset({PROVIDER})), []),
    ],
)
def test_x_arc_023(transport: Transport, expected: list[str]) -> None:
    """Who signed in is the sender, or is registered to send for it."""
    assert expected == of_archive("X-ARC-023", transport=transport)

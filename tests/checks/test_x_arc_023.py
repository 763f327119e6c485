from __future__ import annotations

import pytest

from building import PROVIDER
from daiko.checks.subjects import Transport
from judging import a_provider, of_archive, some_registers


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


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        ({}, ["X-ARC-023"]),
        ({"claimant": "1310000007"}, []),
        ({"reclaimant": "1310000007"}, []),
        ({"claimant": "1310000015"}, ["X-ARC-023"]),
    ],
)
def test_x_arc_023_claimant(roles: dict[str, str], expected: list[str]) -> None:
    """The body that the registration of the sender names as claimant or re-claimant."""
    registers = some_registers(provider=a_provider(**roles))
    transport = Transport("1310000007")
    assert expected == of_archive("X-ARC-023", transport=transport, registers=registers)

from __future__ import annotations

import pytest

from judging import a_provider, of_pair, some_registers


@pytest.mark.parametrize(
    ("services", "expected"),
    [
        ({"checkup"}, []),
        ({"checkup", "guidance"}, []),
        ({"guidance"}, ["X-REF-003"]),
    ],
)
def test_x_ref_003(services: set[str], expected: list[str]) -> None:
    """The provider is registered for checkups."""
    provider = a_provider(services=frozenset(services))
    assert expected == of_pair("X-REF-003", registers=some_registers(provider=provider))

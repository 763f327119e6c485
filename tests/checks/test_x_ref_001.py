from __future__ import annotations

from datetime import date

import pytest

from judging import a_provider, of_archive, some_registers


@pytest.mark.parametrize(
    ("registered_on", "abolished_on", "expected"),
    [
        (date(2026, 6, 5), None, []),
        (date(2026, 6, 6), None, ["X-REF-001"]),
        (date(2020, 4, 1), date(2026, 6, 5), []),  # its last day
        (date(2020, 4, 1), date(2026, 6, 4), ["X-REF-001"]),
    ],
)
def test_x_ref_001(registered_on: date, abolished_on: date | None, expected: list[str]) -> None:
    """The sender is registered and active on the day of reception (2026-06-05)."""
    provider = a_provider(registered_on=registered_on, abolished_on=abolished_on)
    assert expected == of_archive("X-REF-001", registers=some_registers(provider=provider))


def test_x_ref_001_unknown_sender() -> None:
    """A sender that is in no register is found."""
    registers = some_registers(provider=a_provider(provider_number="1310000007"))
    assert of_archive("X-REF-001", registers=registers) == ["X-REF-001"]

from __future__ import annotations

from datetime import date

import pytest

from judging import a_provider, of_pair, some_registers


@pytest.mark.parametrize(
    ("registered_on", "abolished_on", "expected"),
    [
        (date(2026, 5, 12), None, []),
        (date(2026, 5, 13), None, ["X-REF-002"]),
        (date(2020, 4, 1), date(2026, 5, 12), []),
        (date(2020, 4, 1), date(2026, 5, 11), ["X-REF-002"]),
    ],
)
def test_x_ref_002(registered_on: date, abolished_on: date | None, expected: list[str]) -> None:
    """The provider is registered on the day of the checkup (2026-05-12)."""
    provider = a_provider(registered_on=registered_on, abolished_on=abolished_on)
    assert expected == of_pair("X-REF-002", registers=some_registers(provider=provider))


def test_x_ref_002_unknown_provider() -> None:
    """A provider that is in no register is found."""
    registers = some_registers(provider=a_provider(provider_number="1310000007"))
    assert of_pair("X-REF-002", registers=registers) == ["X-REF-002"]

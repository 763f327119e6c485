from __future__ import annotations

import pytest

from building import a_claim, a_pair
from daiko.checks.findings import Severity
from judging import of_claim, severities


@pytest.mark.parametrize(
    ("postal_code", "address", "expected"),
    [
        ("105-0004", "東京都", []),
        ("1050004", "東京都", ["X-CC-008"]),
        ("１０５-０００４", "東京都", ["X-CC-008"]),
        ("105-0004", None, ["X-CC-008"]),
        (None, "", ["X-CC-008", "X-CC-008"]),
        ("105-0004", "東" * 40, []),  # 80 bytes
        ("105-0004", "東" * 41, ["X-CC-008"]),
    ],
)
def test_x_cc_008(postal_code: str | None, address: str | None, expected: list[str]) -> None:
    """Postal code is NNN-NNNN, the address has 1 to 200 bytes."""
    assert expected == of_claim("X-CC-008", postal_code=postal_code, address=address)


@pytest.mark.parametrize(
    ("characters", "severity"),
    [
        (41, Severity.WARNING),  # 82 bytes
        (100, Severity.WARNING),  # 200 bytes
        (101, None),  # 202 bytes: the severity of the catalogue
    ],
)
def test_x_cc_008_long_address(characters: int, severity: Severity | None) -> None:
    """Over 80 bytes is a warning, over 200 an error (ruling 49)."""
    pair = a_pair(a_claim(address="東" * characters))
    assert severities("X-CC-008", pair) == [severity]

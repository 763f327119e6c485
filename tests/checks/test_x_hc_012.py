from __future__ import annotations

import pytest

from building import a_pair, a_result
from daiko.checks.findings import Severity
from judging import severities


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("東" * 40, []),  # 80 bytes
        ("東" * 41, [Severity.WARNING]),
        ("東" * 100, [Severity.WARNING]),  # 200 bytes
        ("東" * 101, [None]),  # the severity of the catalogue
        ("東京都港区新橋9", [Severity.WARNING]),
        ("", [None]),
        (None, [None]),
    ],
)
def test_x_hc_012(address: str | None, expected: list[Severity | None]) -> None:
    """Over 80 bytes or half-width is a warning, over 200 or none an error (ruling 49)."""
    assert expected == severities("X-HC-012", a_pair(result=a_result(address=address)))

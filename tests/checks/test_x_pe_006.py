from __future__ import annotations

from datetime import date

import pytest

from building import a_result
from judging import of_pair


@pytest.mark.parametrize(
    ("performed_on", "received_on", "expected"),
    [
        ("20210605", date(2026, 6, 5), []),
        ("20210604", date(2026, 6, 5), ["X-PE-006"]),
        ("20240229", date(2029, 2, 28), []),
        ("20240229", date(2029, 3, 1), ["X-PE-006"]),
    ],
)
def test_x_pe_006(performed_on: str, received_on: date, expected: list[str]) -> None:
    """A claim is taken in for five years after the checkup."""
    assert expected == of_pair(
        "X-PE-006", result=a_result(performed_on=performed_on), received_on=received_on
    )

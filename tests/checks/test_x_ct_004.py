from __future__ import annotations

import pytest

from building import a_claim
from daiko.documents.records import DeclaredPrice
from judging import of_pair, some_registers


@pytest.mark.parametrize(
    ("price", "expected"),
    [
        ("7680", []),
        ("7679", ["X-CT-004"]),
        ("7681", ["X-CT-004"]),
        ("0", []),  # X-CC-024
    ],
)
def test_x_ct_004(price: str, expected: list[str]) -> None:
    """The basic price is the agreed 7,680 yen."""
    claim = a_claim(basic_prices=(DeclaredPrice(price),))
    assert expected == of_pair("X-CT-004", claim, registers=some_registers())

from __future__ import annotations

import pytest

from building import a_claim
from daiko.documents.records import DeclaredPrice
from judging import of_pair, some_registers


@pytest.mark.parametrize(
    ("code", "price", "expected"),
    [
        ("1", "231", []),
        ("1", "230", ["X-CT-005"]),
        ("2", "231", ["X-CT-005"]),  # no price was agreed for an ECG
    ],
)
def test_x_ct_005(code: str, price: str, expected: list[str]) -> None:
    """Each detailed exam has its agreed price: anaemia 231 yen, others none."""
    claim = a_claim(claim_type="2", detail_prices=(DeclaredPrice(price, code),))
    assert expected == of_pair("X-CT-005", claim, registers=some_registers())

from __future__ import annotations

from typing import Any

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"unit_total": "999999999"}, []),
        ({"unit_total": "1000000000"}, ["X-CC-045"]),
        ({"claim_amount": "-1"}, ["X-CC-045"]),
        ({"claim_amount": "7,680"}, ["X-CC-045"]),
        ({"basic_payment": "000000"}, []),
        ({"basic_payment": "0"}, ["X-CC-045"]),
        ({"basic_payment": "0000000"}, ["X-CC-045"]),
        ({"currencies": ("JPY",)}, []),
        ({"currencies": ("JPY", "USD")}, ["X-CC-045"]),
    ],
)
def test_x_cc_045(changes: dict[str, Any], expected: list[str]) -> None:
    """Totals are up to nine digits, payments six, currencies JPY."""
    assert expected == of_claim("X-CC-045", **changes)

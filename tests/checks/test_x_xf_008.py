from __future__ import annotations

import pytest

from judging import of_claim


@pytest.mark.parametrize(
    ("postal_code", "address", "expected"),
    [
        ("105-0004", "東京都港区新橋９－９９－９", []),
        ("105-0004", "東京都港区新橋9-99-9", []),
        ("105-0004", "東京都港区新橋９－９９－８", ["X-XF-008"]),
        ("105-0003", "東京都港区芝１", ["X-XF-008", "X-XF-008"]),
    ],
)
def test_x_xf_008(postal_code: str, address: str, expected: list[str]) -> None:
    """Result and claim state the same address; each part that differs is found."""
    assert expected == of_claim("X-XF-008", postal_code=postal_code, address=address)

from __future__ import annotations

from typing import Any

import pytest

from building import an_office
from judging import of_result


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"name": ""}, ["X-HC-017"]),
        ({"telecom": None}, ["X-HC-017"]),
        ({"telecom": "03-3591-7441"}, ["X-HC-017"]),  # no tel:
        ({"address": None, "postal_code": None}, ["X-HC-017"]),
    ],
)
def test_x_hc_017(changes: dict[str, Any], expected: list[str]) -> None:
    """Name, telephone, address and postal code of the file maker are there."""
    assert expected == of_result("X-HC-017", author=an_office(**changes))

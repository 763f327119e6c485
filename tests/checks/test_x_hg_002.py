from __future__ import annotations

from typing import Any

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from guidance_judging import of_result


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({}, 0),
        ({"name": "健診太郎"}, 1),
        ({"sex": "3"}, 1),
        ({"birth_date": "20260701"}, 1),  # after the interview
        ({"birth_date": "19700231"}, 1),
        ({"postal_code": "1050004"}, 1),
        ({"address": "東京都港区新橋９－９９－９"}, 1),  # guidance holds the postal code only
        ({"record_target_count": 2}, 1),
        ({"person_ids": (Identifier(oids.INSURER, "6132013"),)}, 2),  # no number either
        ({"name": None, "sex": None}, 2),
    ],
)
def test_x_hg_002(fields: dict[str, Any], count: int) -> None:
    """Each part of the person that is missing or malformed is found."""
    assert ["X-HG-002"] * count == of_result("X-HG-002", **fields)

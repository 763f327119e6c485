from __future__ import annotations

import pytest

from building import a_claim, a_result
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_pair


@pytest.mark.parametrize(
    ("in_claim", "in_result", "expected"),
    [
        ("26100000017", True, []),
        ("26100000025", True, ["X-XF-010"]),
        (None, True, ["X-XF-010"]),
        ("26100000017", False, ["X-XF-010"]),
        (None, False, []),
    ],
)
def test_x_xf_010(in_claim: str | None, in_result: bool, expected: list[str]) -> None:
    """Result and claim name the same card; both may lack it."""
    claim = a_claim(card_id=in_claim and Identifier(oids.CHECKUP_CARD, in_claim))
    result = a_result() if in_result else a_result(cards=())
    assert expected == of_pair("X-XF-010", claim, result)

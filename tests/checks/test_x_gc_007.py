from __future__ import annotations

import pytest

from building import CARD
from daiko.documents.records import Identifier
from daiko.standard import oids
from guidance_judging import of_claim


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        (Identifier(oids.CHECKUP_CARD, CARD), []),
        (None, []),
        (Identifier(oids.GUIDANCE_CARD, CARD), ["X-GC-007"]),
        (Identifier(oids.CHECKUP_CARD, "2610000001"), ["X-GC-007"]),
        (Identifier(oids.CHECKUP_CARD, "26100000025"), ["X-GC-007"]),  # not that of the result
    ],
)
def test_x_gc_007(identifier: Identifier | None, expected: list[str]) -> None:
    """The checkup card, where stated, is that of the result."""
    assert expected == of_claim("X-GC-007", checkup_card_id=identifier)

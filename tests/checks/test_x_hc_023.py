from __future__ import annotations

import pytest

from building import a_card
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_result


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        (Identifier(oids.INSURER, "06132013"), []),
        (Identifier(oids.INSURER, "06132021"), ["X-HC-023"]),
        (Identifier(oids.PROVIDER, "06132013"), ["X-HC-023"]),
        (None, ["X-HC-023", "X-HC-023"]),
    ],
)
def test_x_hc_023(issuer: Identifier | None, expected: list[str]) -> None:
    """The card was issued by the person's insurer."""
    assert expected == of_result("X-HC-023", cards=(a_card(issuing_insurer=issuer),))

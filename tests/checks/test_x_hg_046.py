from __future__ import annotations

import pytest

from building import INSURER
from daiko.documents.records import Identifier
from daiko.standard import oids
from guidance_judging import first, of_first, with_card


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        (Identifier(oids.INSURER, INSURER), []),
        (Identifier(oids.INSURER, "06132021"), ["X-HG-046"]),
        (Identifier(oids.PROVIDER, INSURER), ["X-HG-046"]),
        (None, ["X-HG-046"]),
    ],
)
def test_x_hg_046(issuer: Identifier | None, expected: list[str]) -> None:
    """The insurer that issued the card is the person's."""
    assert expected == of_first("X-HG-046", with_card(first(), "2", issuing_insurer=issuer))

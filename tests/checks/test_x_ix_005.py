from __future__ import annotations

import pytest

from building import an_index
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_archive


@pytest.mark.parametrize(
    ("receiver", "expected"),
    [
        (Identifier(oids.AGENCY, "94899010"), []),
        (Identifier(oids.INSURER, "06132013"), []),  # X-IX-006
        (None, ["X-IX-005"]),
    ],
)
def test_x_ix_005(receiver: Identifier | None, expected: list[str]) -> None:
    """An index without receiver is found."""
    assert expected == of_archive("X-IX-005", index=an_index(receiver=receiver))

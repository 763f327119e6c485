from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_claim


@pytest.mark.parametrize(
    ("insurer", "expected"),
    [
        (Identifier(oids.INSURER, "06132013"), []),
        (Identifier(oids.INSURER, "6132013"), ["X-CC-003"]),  # the zero was lost
        (Identifier(oids.PROVIDER, "06132013"), ["X-CC-003"]),
        (None, ["X-CC-003", "X-CC-003"]),
    ],
)
def test_x_cc_003(insurer: Identifier | None, expected: list[str]) -> None:
    """The insurer is OID .101 and eight digits, zeros in front."""
    assert expected == of_claim("X-CC-003", insurer=insurer)

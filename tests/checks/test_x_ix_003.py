from __future__ import annotations

import pytest

from building import an_index
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_archive


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        (Identifier(oids.PROVIDER, "1319900013"), []),
        (Identifier(oids.PROVIDER, "131990001"), ["X-IX-003"]),
        (Identifier(oids.AGENCY, "1319900013"), ["X-IX-003"]),
        (None, ["X-IX-003"]),
    ],
)
def test_x_ix_003(sender: Identifier | None, expected: list[str]) -> None:
    """The sender is a provider: OID .102 and ten digits."""
    assert expected == of_archive("X-IX-003", index=an_index(sender=sender))

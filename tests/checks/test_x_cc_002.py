from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_claim


@pytest.mark.parametrize(
    ("provider", "expected"),
    [
        (Identifier(oids.PROVIDER, "1319900013"), []),
        (Identifier(oids.PROVIDER, "131990001"), ["X-CC-002"]),
        (Identifier(oids.INSURER, "1319900013"), ["X-CC-002"]),
        (None, ["X-CC-002", "X-CC-002"]),
    ],
)
def test_x_cc_002(provider: Identifier | None, expected: list[str]) -> None:
    """The provider is OID .102 and ten digits; wrong in both, it is found twice."""
    assert expected == of_claim("X-CC-002", provider=provider)

from __future__ import annotations

import pytest

from building import an_office
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_result


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        (Identifier(oids.PROVIDER, "1319900013"), []),
        (Identifier(oids.PROVIDER, "131990001"), ["X-HC-016"]),
        (Identifier(oids.INSURER, "1319900013"), ["X-HC-016"]),
        (None, ["X-HC-016"]),
    ],
)
def test_x_hc_016(identifier: Identifier | None, expected: list[str]) -> None:
    """The maker of the file is OID .102 and ten digits."""
    assert expected == of_result("X-HC-016", author=an_office(identifier=identifier))

from __future__ import annotations

import pytest

from building import an_office
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_result


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1319900013", []),
        ("131990001", ["X-HC-026"]),
        (None, ["X-HC-026"]),
    ],
)
def test_x_hc_026(number: str | None, expected: list[str]) -> None:
    """The performing institution is OID .102 and ten digits."""
    assert expected == of_result(
        "X-HC-026", performer=an_office(identifier=Identifier(oids.PROVIDER, number))
    )

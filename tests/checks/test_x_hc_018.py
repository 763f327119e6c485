from __future__ import annotations

import pytest

from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_result


@pytest.mark.parametrize(
    ("custodian", "expected"),
    [
        (Identifier(null_flavor="NI"), []),
        (Identifier(oids.PROVIDER, "1319900013"), ["X-HC-018"]),
        (None, ["X-HC-018"]),
    ],
)
def test_x_hc_018(custodian: Identifier | None, expected: list[str]) -> None:
    """The custodian is NI."""
    assert expected == of_result("X-HC-018", custodian=custodian)

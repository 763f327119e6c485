from __future__ import annotations

import pytest

from building import an_index
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_archive


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("1319900013", []),
        ("1310000007", ["X-IX-004"]),
        ("131000000", []),  # X-IX-003
    ],
)
def test_x_ix_004(number: str, expected: list[str]) -> None:
    """A sender in the index other than that of the name is found, once its form is right."""
    assert expected == of_archive(
        "X-IX-004", index=an_index(sender=Identifier(oids.PROVIDER, number))
    )

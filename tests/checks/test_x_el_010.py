from __future__ import annotations

import pytest

from building import a_claim
from daiko.documents.records import Identifier
from daiko.standard import oids
from judging import of_pair


@pytest.mark.parametrize(
    ("insurer", "born", "expected"),
    [
        ("39131156", "19500101", []),
        ("39131156", "19610512", []),  # 65 on the day: disabled persons belong there
        ("39131156", "19610513", ["X-EL-010"]),  # 65 tomorrow
        ("06132013", "19700516", []),  # X-EL-009 judges the others
    ],
)
def test_x_el_010(insurer: str, born: str, expected: list[str]) -> None:
    """An association of the late elderly has people of 75, or of 65 with a disability."""
    claim = a_claim(insurer=Identifier(oids.INSURER, insurer), birth_date=born)
    assert expected == of_pair("X-EL-010", claim)

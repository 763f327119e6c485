from __future__ import annotations

import pytest

from building import a_claim
from daiko.standard.kinds import DocumentKind
from judging import of_document, xml_of


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("ケンシンタロウ", "健診太郎", []),  # letters are X-CC-007's
        ('value="000000"', 'value="0"', ["X-XML-010"]),  # copayments have six digits
        ("commissionType", "kind", ["X-XML-010"]),
    ],
)
def test_x_xml_010(old: str, new: str, expected: list[str]) -> None:
    """A claim that its schema refuses is found."""
    data = xml_of(a_claim()).replace(old.encode(), new.encode())
    assert expected == of_document("X-XML-010", DocumentKind.CC, data)

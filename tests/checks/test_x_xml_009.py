from __future__ import annotations

import pytest

from building import a_summary
from daiko.standard.kinds import DocumentKind
from judging import of_document, xml_of


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('value="7680"', 'value="7681"', []),
        ("totalClaimAmount", "totalClaim", ["X-XML-009"]),
        ('value="1"', 'value="one"', ["X-XML-009"]),
    ],
)
def test_x_xml_009(old: str, new: str, expected: list[str]) -> None:
    """A summary that its schema refuses is found."""
    data = xml_of(a_summary()).replace(old.encode(), new.encode())
    assert expected == of_document("X-XML-009", DocumentKind.SU, data)

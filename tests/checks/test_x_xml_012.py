from __future__ import annotations

import pytest

from building import a_result
from daiko.standard.kinds import DocumentKind
from judging import of_document, xml_of


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('value="162.3"', 'value="1623"', []),  # digits are X-HC-032's
        ('value="162.3"', 'value="tall"', ["X-XML-012"]),
        ("recordTarget", "patient", ["X-XML-012"]),
    ],
)
def test_x_xml_012(old: str, new: str, expected: list[str]) -> None:
    """A result that its schema refuses is found."""
    data = xml_of(a_result()).replace(old.encode(), new.encode())
    assert expected == of_document("X-XML-012", DocumentKind.HC, data)

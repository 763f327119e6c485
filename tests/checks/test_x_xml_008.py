from __future__ import annotations

import pytest

from building import an_index
from daiko.standard.kinds import DocumentKind
from judging import of_document, xml_of


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('value="2"', 'value="3"', []),  # a wrong count is no matter of form
        ('value="2"', 'value="two"', ["X-XML-008"]),
        ('value="20260605"', 'value="2026-06-05"', ["X-XML-008"]),
        ("totalRecordCount", "recordCount", ["X-XML-008"]),
    ],
)
def test_x_xml_008(old: str, new: str, expected: list[str]) -> None:
    """An index that its schema refuses is found, one finding a place."""
    data = xml_of(an_index()).replace(old.encode(), new.encode())
    assert expected == of_document("X-XML-008", DocumentKind.IX, data)

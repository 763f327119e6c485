from __future__ import annotations

import pytest

from building import an_index
from daiko.standard.kinds import DocumentKind
from judging import of_document, xml_of


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (xml_of(an_index()), []),
        (xml_of(an_index())[:-5], ["X-XML-001"]),  # cut short
        (b'<?xml version="1.0"?><!DOCTYPE index><index/>', ["X-XML-001"]),
        (
            "<?xml version='1.0' encoding='Shift_JIS'?><index>健診</index>".encode("cp932"),
            ["X-XML-001"],
        ),
        (b"", ["X-XML-001"]),
    ],
)
def test_x_xml_001(data: bytes, expected: list[str]) -> None:
    """Index and summary are well-formed UTF-8 without DOCTYPE."""
    assert expected == of_document("X-XML-001", DocumentKind.IX, data)

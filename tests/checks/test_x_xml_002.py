from __future__ import annotations

import pytest

from building import a_claim, a_result
from daiko.standard.kinds import DocumentKind
from judging import of_document, xml_of


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (DocumentKind.CC, xml_of(a_claim()), []),
        (DocumentKind.HC, xml_of(a_result()), []),
        (DocumentKind.CC, xml_of(a_claim()).replace(b"</checkupClaim>", b""), ["X-XML-002"]),
        (DocumentKind.HC, xml_of(a_result()).decode().encode("utf-16"), ["X-XML-002"]),
    ],
)
def test_x_xml_002(kind: DocumentKind, data: bytes, expected: list[str]) -> None:
    """Results and claims are well-formed UTF-8 without DOCTYPE."""
    assert expected == of_document("X-XML-002", kind, data)

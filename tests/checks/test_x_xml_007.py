from __future__ import annotations

import pytest

from daiko.documents.writing import write_guidance_result
from daiko.standard.kinds import DocumentKind
from daiko.standard.oids import CDA_NAMESPACE, NAMESPACE_OLD
from guidance_building import a_guidance_result
from judging import of_document


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("hg08_V08.xsd", "hg08_V08.xsd", []),
        ("hg08_V08.xsd", "hc08_V08.xsd", ["X-XML-007"]),  # a checkup
        (CDA_NAMESPACE, NAMESPACE_OLD, ["X-XML-007"]),
    ],
)
def test_x_xml_007(old: str, new: str, expected: list[str]) -> None:
    """A guidance result is in the namespace of CDA, and a schemaLocation names hg08."""
    text = write_guidance_result(a_guidance_result()).decode()
    assert old in text
    assert expected == of_document("X-XML-007", DocumentKind.HG, text.replace(old, new).encode())

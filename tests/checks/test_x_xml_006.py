from __future__ import annotations

import pytest

from building import a_result
from daiko.standard.kinds import DocumentKind
from daiko.standard.oids import CDA_NAMESPACE, NAMESPACE_OLD
from judging import of_document, xml_of


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("hc08_V08.xsd", "hc08_V08.xsd", []),
        ("hc08_V08.xsd", "hg08_V08.xsd", ["X-XML-006"]),  # guidance
        (CDA_NAMESPACE, NAMESPACE_OLD, ["X-XML-006"]),
    ],
)
def test_x_xml_006(old: str, new: str, expected: list[str]) -> None:
    """A result is in the namespace of CDA, and a schemaLocation names hc08."""
    assert old in xml_of(a_result()).decode()
    data = xml_of(a_result()).replace(old.encode(), new.encode())
    assert expected == of_document("X-XML-006", DocumentKind.HC, data)

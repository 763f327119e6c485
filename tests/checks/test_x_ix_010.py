from __future__ import annotations

import pytest
from lxml import etree

from judging import of_archive


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["interactionType", "creationTime", "sender", "receiver", "totalRecordCount"], []),
        (
            ["creationTime", "interactionType", "sender", "receiver", "totalRecordCount"],
            ["X-IX-010"],
        ),
        (["interactionType", "creationTime", "receiver", "sender"], ["X-IX-010"]),
    ],
)
def test_x_ix_010(names: list[str], expected: list[str]) -> None:
    """Elements of the index that stand out of order are found."""
    root = etree.Element("index")
    for name in names:
        etree.SubElement(root, name)
    assert expected == of_archive("X-IX-010", index_root=root)

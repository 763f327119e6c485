"""Small readers shared by all documents: identifiers, text, addresses.

Source: standards/archive-and-xml.md 7.1 (address text before or after the postal code),
10.3. Values are kept raw; only address text, which programs wrap over lines, is joined.
"""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from daiko.documents.records import Identifier

_BLANKS: Final = " \t\r\n\u3000"


def identifier_of(node: Any) -> Identifier:
    """The three attributes of an identifier element, each ``None`` where absent."""
    return Identifier(node.get("root"), node.get("extension"), node.get("nullFlavor"))


def text_of(node: Any) -> str:
    """All text inside an element, raw; "" for an empty one."""
    if not len(node):
        return node.text or ""
    return "".join(node.itertext(etree.Element))


def address_of(node: Any) -> tuple[str | None, str | None]:
    """Postal code and address text of an ``addr``, in whatever order they stand.

    Line breaks and the blanks around them are dropped, blanks inside a line are kept.
    ``None`` for a postal code element that is absent and for text that is empty.
    """
    postal_code: str | None = None
    chunks = [node.text or ""]
    for child in node:
        tag = child.tag
        if isinstance(tag, str) and tag.endswith("}postalCode"):
            postal_code = text_of(child) if postal_code is None else postal_code
        elif isinstance(tag, str):
            chunks.append(text_of(child))
        chunks.append(child.tail or "")
    lines = "".join(chunks).split("\n")
    return postal_code, "".join(line.strip(_BLANKS) for line in lines) or None

"""Building blocks of XML text: escaping, attributes, empty elements, identifiers.

Strings, not trees: a month of the simulation writes tens of thousands of documents
and the shape of each is fixed (standards/archive-and-xml.md 2-7).
Does not check anything: faulty records give faulty documents.
"""

from __future__ import annotations

import re
from typing import Final

from daiko.documents.records import Identifier

DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPECIAL: Final = re.compile(r'[&<>"\t\n\r]')
# Line ends and tabs in attributes must be references, or a parser turns them into blanks.
_REFERENCES: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}


def escaped(text: str) -> str:
    """Text safe inside an element or a double-quoted attribute, the same after parsing."""
    if _SPECIAL.search(text) is None:
        return text
    return _SPECIAL.sub(lambda match: _REFERENCES[match.group()], text)


def attribute(name: str, value: str | None) -> str:
    """`` name="value"`` with a leading blank; nothing for ``None``."""
    return "" if value is None else f' {name}="{escaped(value)}"'


def empty(tag: str, name: str, value: str | None) -> str:
    """``<tag name="value"/>`` on a line of its own; nothing for ``None``."""
    return "" if value is None else f'<{tag} {name}="{escaped(value)}"/>\n'


def text_element(tag: str, text: str | None) -> str:
    """``<tag>text</tag>`` on a line of its own; nothing for ``None``."""
    return "" if text is None else f"<{tag}>{escaped(text)}</{tag}>\n"


def identifier(tag: str, value: Identifier | None) -> str:
    """An identifier element; absent attributes stay absent."""
    if value is None:
        return ""
    return (
        f"<{tag}{attribute('nullFlavor', value.null_flavor)}{attribute('root', value.root)}"
        f"{attribute('extension', value.extension)}/>\n"
    )


def address(postal_code: str | None, text: str | None) -> str:
    """``addr`` with its postal code before the text; nothing when both are absent."""
    if postal_code is None and text is None:
        return ""
    code = "" if postal_code is None else f"<postalCode>{escaped(postal_code)}</postalCode>"
    return f"<addr>{code}{escaped(text or '')}</addr>\n"

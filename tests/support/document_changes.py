"""Changes of a result's bytes that a program or an attacker might make, for tests that compare
two ways of reading it."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

XSI: Final = b'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'


def _at(data: bytes, mark: bytes, chance: random.Random) -> int:
    """Place of one of the marks, or the end of the document."""
    places = [n for n in range(len(data)) if data.startswith(mark, n)]
    return chance.choice(places) if places else len(data)


def _inserted(before: bytes, *texts: bytes) -> Callable[[bytes, random.Random], bytes]:
    def change(data: bytes, chance: random.Random) -> bytes:
        at = _at(data, before, chance)
        return data[:at] + chance.choice(texts) + data[at:]

    return change


def replaced(mark: bytes, *texts: bytes) -> Callable[[bytes, random.Random], bytes]:
    def change(data: bytes, chance: random.Random) -> bytes:
        at = _at(data, mark, chance)
        return data[:at] + chance.choice(texts) + data[at + len(mark) :]

    return change


def _entry(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = _at(data, b"<entry>", chance)
    end = data.find(b"</entry>", start)
    return (start, end + 8) if end >= 0 else (len(data), len(data))


def _entry_twice(data: bytes, chance: random.Random) -> bytes:
    start, end = _entry(data, chance)
    return data[:end] + data[start:end] + data[end:]


def _entry_gone(data: bytes, chance: random.Random) -> bytes:
    start, end = _entry(data, chance)
    return data[:start] + data[end:]


def _entry_prefixed(data: bytes, chance: random.Random) -> bytes:
    start, end = _entry(data, chance)
    inner = data[start + 7 : end - 8]
    return data[:start] + b'<h:entry xmlns:h="urn:hl7-org:v3">' + inner + b"</h:entry>" + data[end:]


def _entry_foreign(data: bytes, chance: random.Random) -> bytes:
    start, end = _entry(data, chance)
    return data[:start] + data[start:end].replace(b"<entry", b'<entry xmlns="urn:x"') + data[end:]


def _entry_in_comment(data: bytes, chance: random.Random) -> bytes:
    start, end = _entry(data, chance)
    return data[:start] + b"<!-- " + data[start:end] + b" -->" + data[end:]


def _comment_over_border(data: bytes, chance: random.Random) -> bytes:
    start, end = _entry(data, chance)
    return data[: end - 8] + b"<!-- </entry><entry> --></entry>" + data[end:]


CHANGES: Final[dict[str, Callable[[bytes, random.Random], bytes]]] = {
    "comment": _inserted(
        b"<",
        b"<!-- x -->",
        b"<!-- <entry> -->",
        b"<!-- </entry> -->",
        b"<!--</section><section>-->",
    ),
    "instruction": _inserted(b"<", b"<?x y?>", b"<?x <entry>?>", b"<?x </entry>?>"),
    "text": replaced(
        b"<text/>", b"<text>&lt;/entry&gt;&#x5c0f;</text>", b"<text>observation</text>"
    ),
    "cdata": replaced(b"<text/>", b"<text><![CDATA[</entry><entry>]]></text>"),
    "blanks": _inserted(b"<entry>", b" \n\t", b"\r\n", b"\n<!-- item -->\n"),
    "end tag": replaced(b"</entry>", b"</entry >", b"</entry\n>"),
    "start tag": replaced(b"<entry>", b"<entry >", b'<entry typeCode="DRIV">', b"<entry\n>"),
    "empty entry": _inserted(b"<entry>", b"<entry/>", b"<entry></entry>"),
    "prefixed entry": _entry_prefixed,
    "foreign entry": _entry_foreign,
    "entry twice": _entry_twice,
    "entry gone": _entry_gone,
    "entry in comment": _entry_in_comment,
    "comment over border": _comment_over_border,
    "bindings of root": replaced(
        XSI, XSI + b' xmlns:v="urn:v"', XSI + b' xmlns:h="urn:hl7-org:v3"'
    ),
    "bindings below": replaced(
        b"<section>", b'<section xmlns="urn:hl7-org:v3">', b'<section xmlns:xsi="urn:x">'
    ),
    "prefixed section": lambda data, _: data.replace(
        b"<section>", b'<h:section xmlns:h="urn:hl7-org:v3">', 1
    ).replace(b"</section>", b"</h:section>", 1),
    "value": replaced(b'value="1', b'value="&#49;', b'value="2', b'value="', b'value="&#x661;'),
    "type": replaced(
        b'xsi:type="PQ"', b'xmlns:h="urn:hl7-org:v3" xsi:type="h:PQ"', b'xsi:type="ST"', b""
    ),
    "null": replaced(b"<value ", b'<value nullFlavor="NI" '),
    "negated": replaced(b"<observation ", b'<observation negationInd="true" '),
    "character": replaced(b'displayName="', 'displayName="\U00020bb7'.encode()),
    "spoken": replaced(b"<text/>", "<text>\U00020bb7</text>".encode()),
    "organisation": replaced(b"<representedOrganization>", b"<representedOrganization >", b"<x>"),
    "second author": lambda data, _: data.replace(
        b"<author>", data[data.find(b"<author>") : data.find(b"<custodian>")] + b"<author>", 1
    ),
    "author in section": lambda data, _: data.replace(
        b"<text/>",
        b"<text/>" + data[data.find(b"<author>") : data.find(b"<custodian>")].strip(),
        1,
    ),
    "author in comment": lambda data, _: data.replace(b"<author>", b"<!-- <author>", 1).replace(
        b"</author>", b"</author> -->", 1
    ),
    "prefixed author": lambda data, _: (
        data.replace(XSI, XSI + b' xmlns:h="urn:hl7-org:v3"', 1)
        .replace(b"<author>", b"<h:author>", 1)
        .replace(b"</author>", b"</h:author>", 1)
    ),
    "no custodian": lambda data, _: data.replace(b"<custodian>", b"<informant>", 1).replace(
        b"</custodian>", b"</informant>", 1
    ),
    "second event": lambda data, _: data.replace(
        b"<documentationOf>",
        data[data.find(b"<documentationOf>") : data.find(b"<component>")] + b"<documentationOf>",
        1,
    ),
    "moved event": lambda data, _: data.replace(
        data[data.find(b"<documentationOf>") : data.find(b"<component>")], b"", 1
    ).replace(b"<author>", data[data.find(b"<documentationOf>") : data.find(b"<component>")], 1),
    "quoted markup": replaced(
        b'displayName="', b'displayName="<author>', b'displayName="></entry>'
    ),
    "mark": lambda data, _: b"\xef\xbb\xbf" + data,
    "lines": lambda data, _: data.replace(b"\n", b"\r\n"),
    "no lines": lambda data, _: data.replace(b"\n", b""),
}

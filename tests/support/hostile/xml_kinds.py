"""XML form: encodings, characters, roots and namespaces of a result or a claim."""

from __future__ import annotations

import random
from collections.abc import Iterator

from building import a_claim, a_result, a_summary, an_archive, an_index, another
from daiko.documents.writing import write_checkup_claim, write_checkup_result, write_index
from daiko.standard.oids import CDA_NAMESPACE, NAMESPACE, NAMESPACE_OLD
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

RESULT = write_checkup_result(a_result())
CLAIM = write_checkup_claim(a_claim())
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'
BOM = b"\xef\xbb\xbf"
assert RESULT.startswith(DECLARATION)
assert CLAIM.startswith(DECLARATION)


def declared(data: bytes, encoding: str) -> bytes:
    return data.replace(b'encoding="UTF-8"', f'encoding="{encoding}"'.encode(), 1)


def encoded(data: bytes, codec: str, *, declare: str | None = None) -> bytes:
    text = data.decode()
    if declare is not None:
        text = text.replace('encoding="UTF-8"', f'encoding="{declare}"', 1)
    return text.encode(codec, "xmlcharrefreplace")


def with_text(data: bytes, text: str | bytes) -> bytes:
    """The document with this text in its address."""
    raw = text.encode() if isinstance(text, str) else text
    changed = data.replace("東京都港区新橋９－９９－９".encode(), raw, 1)
    assert changed != data
    return changed


def both_sides(
    about: str, change: object, outcome: str, result_rules: str, claim_rules: str, **more: object
) -> Iterator[Specimen]:
    """The same change in a result and in a claim."""
    assert callable(change)
    result, claim = with_result(change(RESULT)), with_claim(change(CLAIM))
    yield specimen(f"{about}, result", result, outcome, result_rules, **more)
    yield specimen(f"{about}, claim", claim, outcome, claim_rules, **more)


def in_both(
    about: str, text: str | bytes, outcome: str, rules: str = "", **more: object
) -> Specimen:
    """The same text in the address of the result and of its claim, so that they agree."""
    pair = (with_text(RESULT, text), with_text(CLAIM, text))
    archive = an_archive(pairs(pair), summary=a_summary([a_claim(), another(7)[1]]))  # type: ignore[list-item]
    return specimen(about, archive, outcome, rules, **more)


BROKEN = "XML-002"


def head(about: str, index: bytes, rules: str, outcome: str = REFUSED) -> Specimen:
    """The same in the index, which refuses the archive."""
    archive = an_archive(pairs((a_result(), a_claim())), index=index)
    return specimen(f"{about}, index", archive, outcome, rules)


INDEX = write_index(an_index(2))


@specimens_of("XML-01")
def byte_order_mark(_rng: random.Random) -> Iterator[Specimen]:
    yield from both_sides("BOM", lambda data: BOM + data, ACCEPTED, "", "")
    yield head("BOM", BOM + INDEX, "", ACCEPTED)
    bare = RESULT.replace(DECLARATION, b"").lstrip()
    yield specimen("BOM without declaration", with_result(BOM + bare), ACCEPTED)
    yield specimen("two BOMs", with_result(BOM + BOM + RESULT), RETURNED, BROKEN)


@specimens_of("XML-02")
def shift_jis_declared(_rng: random.Random) -> Iterator[Specimen]:
    for name in ("Shift_JIS", "Windows-31J", "CP932"):
        yield from both_sides(
            name,
            lambda data, name=name: encoded(data, "cp932", declare=name),
            RETURNED,
            BROKEN,
            BROKEN,
            found="Shift_JIS",
        )
    yield head("Shift_JIS", declared(INDEX, "Shift_JIS"), "XML-001")


@specimens_of("XML-03")
def shift_jis_undeclared(_rng: random.Random) -> Iterator[Specimen]:
    yield from both_sides(
        "declared UTF-8",
        lambda data: encoded(data, "cp932"),
        RETURNED,
        BROKEN,
        BROKEN,
        found="Shift_JIS",
    )
    yield from both_sides(
        "without declaration",
        lambda data: encoded(data.replace(DECLARATION, b"").lstrip(), "cp932"),
        RETURNED,
        BROKEN,
        BROKEN,
        found="Shift_JIS",
    )


@specimens_of("XML-04")
def other_japanese(_rng: random.Random) -> Iterator[Specimen]:
    for codec, name in (("euc_jp", "EUC-JP"), ("iso2022_jp", "ISO-2022-JP")):
        yield from both_sides(
            name,
            lambda data, codec=codec, name=name: encoded(data, codec, declare=name),
            RETURNED,
            BROKEN,
            BROKEN,
        )
    plain = encoded(CLAIM, "euc_jp")
    yield specimen("EUC-JP as UTF-8", with_claim(plain), RETURNED, BROKEN, found="EUC-JP")
    plain = encoded(CLAIM, "iso2022_jp")
    yield specimen("ISO-2022-JP as UTF-8", with_claim(plain), RETURNED, BROKEN)


@specimens_of("XML-05")
def wide_unicode(_rng: random.Random) -> Iterator[Specimen]:
    for codec in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        yield from both_sides(
            codec,
            lambda data, codec=codec: encoded(data, codec, declare="UTF-16"),
            RETURNED,
            BROKEN,
            BROKEN,
            found="UTF-",
        )


@specimens_of("XML-06")
def other_declared(rng: random.Random) -> Iterator[Specimen]:
    for name in ("Shift_JIS", "ISO-8859-1", "UTF-7", f"x-{rng.randrange(1000)}"):
        yield from both_sides(
            name,
            lambda data, name=name: declared(data, name),
            RETURNED,
            BROKEN,
            BROKEN,
            found="宣言",
        )


@specimens_of("XML-07")
def declarations(_rng: random.Random) -> Iterator[Specimen]:
    def version(data: bytes) -> bytes:
        return data.replace(b'version="1.0"', b'version="1.1"', 1)

    yield from both_sides("version 1.1", version, RETURNED, BROKEN, BROKEN)
    yield from both_sides("blank before", lambda data: b" " + data, RETURNED, BROKEN, BROKEN)
    yield from both_sides("twice", lambda data: DECLARATION + data, RETURNED, BROKEN, BROKEN)
    yield from both_sides(
        "none", lambda data: data.replace(DECLARATION, b"").lstrip(), ACCEPTED, "", ""
    )

    def alone(data: bytes) -> bytes:
        return data.replace(b'"UTF-8"?>', b'"utf-8" standalone="no"?>', 1)

    yield from both_sides("small letters, standalone", alone, ACCEPTED, "", "")


@specimens_of("XML-08")
def invalid_utf8(_rng: random.Random) -> Iterator[Specimen]:
    for about, raw in (
        ("overlong slash", b"\xc0\xaf"),
        ("overlong NUL", b"\xc0\x80"),
        ("half a surrogate pair", b"\xed\xa0\x80"),
        ("surrogates as two characters", b"\xed\xa0\xbd\xed\xb8\x80"),
        ("beyond Unicode", b"\xf4\x90\x80\x80"),
        ("cut off", "東".encode()[:2] + b"<!---->"),
        ("lone continuation", b"\x80"),
        ("never a byte of UTF-8", b"\xff"),
    ):
        yield from both_sides(
            about, lambda data, raw=raw: with_text(data, raw), RETURNED, BROKEN, BROKEN
        )


@specimens_of("XML-09")
def control_characters(_rng: random.Random) -> Iterator[Specimen]:
    for raw in (b"\x00", b"\x01", b"\x08", b"\x0b", b"\x1b[31m", b"\x1f", "\uffff".encode()):
        yield from both_sides(
            repr(raw), lambda data, raw=raw: with_text(data, raw), RETURNED, BROKEN, BROKEN
        )
    for raw in ("\x7f", "\x84", "\x9b"):  # allowed by XML, printable nowhere
        yield in_both(repr(raw), f"新橋{raw}", RETURNED, "XML-014", found="U+00")


@specimens_of("XML-10")
def control_references(_rng: random.Random) -> Iterator[Specimen]:
    for raw in ("&#0;", "&#x1B;", "&#8;", "&#xFFFF;", "&#xD800;", "&#1114112;"):
        yield from both_sides(
            raw, lambda data, raw=raw: with_text(data, raw), RETURNED, BROKEN, BROKEN
        )
    for raw in ("&#x7F;", "&#x9B;", "&#xE000;"):
        yield in_both(raw, raw, RETURNED, "XML-014", found="U+")


@specimens_of("XML-11")
def look_alikes(_rng: random.Random) -> Iterator[Specimen]:
    """Wave dash and full-width tilde, minus signs, parallel signs: both of each are kept."""
    for one, other in (("新橋１〜９", "新橋１～９"), ("新橋１−９", "新橋１－９")):
        pair = (with_text(RESULT, one), with_text(CLAIM, other))
        summary = a_summary([a_claim(), another(7)[1]])  # type: ignore[list-item]
        yield specimen(f"{one} and {other}", an_archive(pairs(pair), summary=summary), ACCEPTED)
    for text in (
        "新橋１〜９",
        "新橋１～９",
        "新橋１−９",
        "新橋１－９",
        "‖∥",
        "￠¢￡£￢¬",
        "①Ⅱ㈱㎜",
    ):
        yield in_both(text, text, ACCEPTED)


@specimens_of("XML-12")
def gaiji(rng: random.Random) -> Iterator[Specimen]:
    for code in (0xE000, 0xF8FF, rng.randrange(0xE000, 0xE758), 0xF0000, 0x10FFFD):
        named = f"U+{code:04X}"
        yield in_both(named, f"新橋{chr(code)}", RETURNED, "XML-014", found=named)


@specimens_of("XML-13")
def variation_sequences(_rng: random.Random) -> Iterator[Specimen]:
    for text in ("葛\U000e0100飾区", "辻\ufe00", "𠮷野", "👨\u200d⚕", "か\u3099"):
        yield in_both(text, text, RETURNED, "XML-014", found="U+")
    for text in ("髙橋", "﨑", "𠮟", "德"):  # in CP932 or JIS X 0213
        yield in_both(text, text, ACCEPTED)


@specimens_of("XML-14")
def half_width_kana(_rng: random.Random) -> Iterator[Specimen]:
    for text in ("ﾄｳｷｮｳﾄ", "東京都｡", "東京都ﾞ"):
        yield in_both(text, text, RETURNED, "XML-014", found="U+FF")
    name = a_claim(name="ｹﾝｼﾝﾀﾛｳ")
    yield specimen(
        "a name", an_archive(pairs((a_result(), name))), RETURNED, "XML-014 CC-007", found="U+FF79"
    )


@specimens_of("XML-15")
def two_roots(_rng: random.Random) -> Iterator[Specimen]:
    body = {data: data.replace(DECLARATION, b"") for data in (RESULT, CLAIM)}
    yield from both_sides("the same", lambda data: data + body[data], RETURNED, BROKEN, BROKEN)
    yield from both_sides("another", lambda data: data + b"<a/>", RETURNED, BROKEN, BROKEN)
    yield from both_sides(
        "another before",
        lambda data: DECLARATION + b"<a/>" + body[data],
        RETURNED,
        BROKEN,
        BROKEN,
    )


@specimens_of("XML-16")
def junk(rng: random.Random) -> Iterator[Specimen]:
    noise = bytes(rng.choice(b"abcdef") for _ in range(40))
    yield from both_sides("text after", lambda data: data + noise, RETURNED, BROKEN, BROKEN)
    yield from both_sides("NUL after", lambda data: data + b"\0", RETURNED, BROKEN, BROKEN)
    yield from both_sides("text before", lambda data: noise + data, RETURNED, BROKEN, BROKEN)
    yield from both_sides("end of file mark", lambda data: data + b"\x1a", RETURNED, BROKEN, BROKEN)
    yield from both_sides("cut off", lambda data: data[:-40], RETURNED, BROKEN, BROKEN)
    yield from both_sides("blank lines after", lambda data: data + b"\r\n\r\n", ACCEPTED, "", "")


@specimens_of("XML-17")
def wrong_namespace(_rng: random.Random) -> Iterator[Specimen]:
    def claim(namespace: str) -> bytes:
        return CLAIM.replace(NAMESPACE.encode(), namespace.encode())

    def result(namespace: str) -> bytes:
        return RESULT.replace(CDA_NAMESPACE.encode(), namespace.encode())

    for namespace in (NAMESPACE_OLD, NAMESPACE + "/", "http://example.org/"):
        yield specimen(f"claim: {namespace}", with_claim(claim(namespace)), RETURNED, "XML-004")
    for namespace in ("urn:hl7-org:v2", NAMESPACE):
        yield specimen(f"result: {namespace}", with_result(result(namespace)), RETURNED, "XML-006")
    old = INDEX.replace(NAMESPACE.encode(), NAMESPACE_OLD.encode())
    yield head("old", old, "XML-003")


@specimens_of("XML-18")
def another_document(_rng: random.Random) -> Iterator[Specimen]:
    yield specimen("nothing", with_result(b""), RETURNED, BROKEN)
    yield specimen("a page", with_result(b"<html><body/></html>"), RETURNED, "XML-012")
    yield specimen("the claim twice", with_result(CLAIM), RETURNED, "XML-012")
    yield specimen("the result twice", with_claim(RESULT), RETURNED, "XML-010")
    yield specimen("the index", with_claim(INDEX), RETURNED, "XML-010")
    yield specimen("a text", with_claim(b"CSV,1,2,3\r\n"), RETURNED, BROKEN)
    yield specimen("JSON", with_result(b'{"resourceType": "Bundle"}'), RETURNED, BROKEN)

"""Rules and values: archives that read well and say something wrong."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from building import (
    Pair,
    a_claim,
    a_result,
    a_summary,
    an_archive,
    an_index,
    an_office,
    another,
)
from daiko.documents.records import DeclaredPrice
from daiko.documents.writing import write_checkup_claim
from hostile.making import (
    ACCEPTED,
    REFUSED,
    RETURNED,
    ROOT,
    SCHEMA,
    Specimen,
    claim_entry,
    entries,
    named,
    pairs,
    part,
    plus,
    result_entry,
    specimen,
    specimens_of,
)
from raw_zip import build

GOOD = another(7)


def claimed(about: str, rules: str, outcome: str = RETURNED, **changes: Any) -> Specimen:
    """A claim with other fields; index and summary count what it says."""
    more = {name: changes.pop(name) for name in ("found", "registers") if name in changes}
    archive = an_archive(pairs((a_result(), a_claim(**changes))))
    return specimen(about, archive, outcome, rules, **more)


def resulted(about: str, rules: str, outcome: str = RETURNED, **changes: Any) -> Specimen:
    archive = an_archive(pairs((a_result(**changes), a_claim())))
    return specimen(about, archive, outcome, rules)


def right() -> list[Pair]:
    return pairs((a_result(), a_claim()))


@specimens_of("VALUE-01")
def index_count(rng: random.Random) -> Iterator[Specimen]:
    for count in ("2", "0", str(rng.randint(5, 99_999_999))):
        index = an_index(2, total_record_count=count)
        yield specimen(count, an_archive(right(), index=index), REFUSED, "IX-009")
    index = an_index(2, total_record_count="４")
    yield specimen("full-width", an_archive(right(), index=index), REFUSED, "XML-008")


@specimens_of("VALUE-02")
def summary_count(rng: random.Random) -> Iterator[Specimen]:
    claims = [a_claim(), GOOD[1]]
    for count in ("1", "0", str(rng.randint(3, 999_999))):
        summary = a_summary(claims, subject_count=count)  # type: ignore[arg-type]
        yield specimen(count, an_archive(right(), summary=summary), REFUSED, "SU-002")


@specimens_of("VALUE-03")
def summary_sums(rng: random.Random) -> Iterator[Specimen]:
    claims = [a_claim(), GOOD[1]]
    wrong = str(rng.randint(20_000, 999_999_999))
    for field, rules in (
        ("total_cost", "SU-003 SU-007"),
        ("total_payment", "SU-004 SU-007"),
        ("total_claim", "SU-006 SU-007"),
        ("total_other_program", "SU-005 SU-007"),
    ):
        summary = a_summary(claims, **{field: wrong})  # type: ignore[arg-type]
        yield specimen(field, an_archive(right(), summary=summary), REFUSED, rules)


@specimens_of("VALUE-04")
def claim_sums(_rng: random.Random) -> Iterator[Specimen]:
    yield claimed("claim too small", "CC-041", claim_amount="7679")
    yield claimed("claim of nothing", "CC-041", claim_amount="0")
    yield claimed("sum of prices", "CC-028 CC-041", unit_total="9999")
    yield claimed("paid more than it costs", "CC-038", payment_total="8000", claim_amount="0")


@specimens_of("VALUE-05")
def wrong_folder(_rng: random.Random) -> Iterator[Specimen]:
    def moved(change: Callable[[bytes], bytes], *which: int) -> bytes:
        found = entries()
        for number in which:
            entry = (result_entry, claim_entry)[number](found)
            entry.name = change(entry.name)
        return build(found)

    yield specimen(
        "the result in CLAIMS",
        moved(lambda n: n.replace(b"DATA", b"CLAIMS"), 0),
        REFUSED,
        "ARC-017 ARC-019 SU-002 XML-010",
    )
    yield specimen(
        "the claim in DATA",
        moved(lambda n: n.replace(b"CLAIMS", b"DATA"), 1),
        REFUSED,
        "ARC-016 ARC-019 SU-002 SU-003 SU-006 XML-012",
    )

    def swapped(name: bytes) -> bytes:
        if b"DATA" in name:
            return name.replace(b"DATA", b"CLAIMS")
        return name.replace(b"CLAIMS", b"DATA")

    yield specimen(
        "each in the other's", moved(swapped, 0, 1), REFUSED, "ARC-016 ARC-017 XML-010 XML-012"
    )
    lower = [replace(e, name=e.name.replace(b"DATA", b"Data")) for e in entries()]
    yield specimen("DATA in small letters", build(lower), REFUSED, "ARC-011 IX-009 SU-002")


@specimens_of("VALUE-06")
def other_files(rng: random.Random) -> Iterator[Specimen]:
    noise = rng.randbytes(200)
    for name in (f"{ROOT}/readme.txt", f"{ROOT}/DATA/list.csv", f"{ROOT}/OTHER/a.xml"):
        yield specimen(name, plus(named(name, noise)), ACCEPTED, "ARC-015")
    program = named(f"{ROOT}/DATA/setup.exe", b"MZ" + noise)
    yield specimen("a program", plus(program), ACCEPTED, "ARC-015")


@specimens_of("VALUE-07")
def half_a_pair(_rng: random.Random) -> Iterator[Specimen]:
    found = entries()
    found.remove(result_entry(found))
    yield specimen("the result", build(found), REFUSED, "ARC-019 IX-009 SU-002")
    found = entries()
    found.remove(claim_entry(found))
    yield specimen("the claim", build(found), REFUSED, "ARC-019 IX-009 SU-003 SU-006")
    found = entries()
    claim_entry(found).name = claim_entry(found).name.replace(b"000000.xml", b"000009.xml")
    yield specimen("another number", build(found), REFUSED, "ARC-019")
    found = [e for e in entries() if b"CLAIMS/c" not in e.name]
    yield specimen("all claims", build(found), REFUSED, "ARC-027 IX-009 SU-003 SU-006")


@specimens_of("VALUE-08")
def schemas_missing(_rng: random.Random) -> Iterator[Specimen]:
    found = entries()
    found.remove(part(found, SCHEMA))
    yield specimen("one", build(found), REFUSED, "ARC-013")
    found = [entry for entry in entries() if b"coreschemas/" not in entry.name]
    yield specimen("a folder", build(found), REFUSED, "ARC-013")
    found = [entry for entry in entries() if b"/XSD/" not in entry.name]
    yield specimen("all", build(found), REFUSED, "ARC-013")


@specimens_of("VALUE-09")
def schemas_modified(_rng: random.Random) -> Iterator[Specimen]:
    """An enclosed schema is compared and never used: the verdict stays that of ours."""
    for about, content in (
        ("emptied", b""),
        ("everything allowed", b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>'),
        ("fetching", b'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">'
                     b'<xs:include schemaLocation="http://127.0.0.1:9/x.xsd"/></xs:schema>'),
    ):  # fmt: skip
        found = entries()
        for entry in found:
            if entry.name.endswith(b"_V08.xsd"):
                entry.content = content
        yield specimen(about, build(found), ACCEPTED, "ARC-014")
    found = entries()
    for entry in found:
        if entry.name.endswith(b"cc08_V08.xsd"):
            entry.content = b"<nothing/>"
    claim_entry(found).content = b"<checkupClaim/>"
    rules = "ARC-014 XML-004 XML-010"
    yield specimen("and a claim without anything", build(found), RETURNED, rules)


@specimens_of("VALUE-10")
def guidance_mixed_in(_rng: random.Random) -> Iterator[Specimen]:
    """By the letters of its names; the documents say that it is a checkup."""

    def renamed(letters: dict[bytes, bytes]) -> bytes:
        found = entries()
        for old, new in letters.items():
            entry = result_entry(found) if old == b"/h" else claim_entry(found)
            entry.name = entry.name.replace(old, new)
        return build(found)

    yield specimen("a pair", renamed({b"/h": b"/g", b"/c": b"/p"}), REFUSED, "ARC-020")
    yield specimen("a result", renamed({b"/h": b"/g"}), REFUSED, "ARC-020")
    yield specimen("a claim", renamed({b"/c": b"/p"}), REFUSED, "ARC-020")


@specimens_of("VALUE-20")
def impossible_dates(_rng: random.Random) -> Iterator[Specimen]:
    for day in ("20260231", "20230229"):
        yield claimed(f"birth {day}", "CC-009 XF-007", birth_date=day)
    for day in ("20261301", "00000000", "2026０512", "99999999", "2026-5-1", "9" * 50_000):
        yield claimed(f"birth {day[:9]}", "XML-010", birth_date=day)
    yield resulted("checkup 31 June", "HC-025", performed_on="20260631")
    index = an_index(2, created_on="20260231")
    yield specimen("of the index", an_archive(right(), index=index), REFUSED, "IX-002")


@specimens_of("VALUE-21")
def dates_out_of_order(_rng: random.Random) -> Iterator[Specimen]:
    yield resulted("checked up tomorrow", "HC-004 PE-001", performed_on="20260606")
    yield resulted("written before the checkup", "HC-004 HI-050", created_on="20260511")
    yield resulted("written after reception", "HC-004 HI-050", created_on="20260701")
    both = (a_result(birth_date="20300101"), a_claim(birth_date="20300101"))
    yield specimen("born tomorrow", an_archive(pairs(both)), RETURNED, "EL-009 HC-015")
    both = (a_result(birth_date="18000101"), a_claim(birth_date="18000101"))
    yield specimen("born in 1800", an_archive(pairs(both)), RETURNED, "EL-009 HC-015")


def _amounts(
    *values: str, rules: str = "XML-010", price_rules: str = "XML-010"
) -> Iterator[Specimen]:
    """Amounts that are none: the claim's own sum, a price and what was paid.

    The schema takes a sign and blanks (xs:integer); then a rule speaks in its place.
    """
    right_summary = a_summary([a_claim(), GOOD[1]])  # type: ignore[list-item]
    for value in values:
        for field in ("claim_amount", "unit_total", "payment_total"):
            archive = an_archive(
                pairs((a_result(), a_claim(**{field: value}))), summary=right_summary
            )
            yield specimen(f"{field} {value[:20]}", archive, RETURNED, rules)
        price = a_claim(basic_prices=(DeclaredPrice(value),))
        archive = an_archive(pairs((a_result(), price)), summary=right_summary)
        yield specimen(f"price {value[:20]}", archive, RETURNED, price_rules)


@specimens_of("VALUE-22")
def negative(_rng: random.Random) -> Iterator[Specimen]:
    yield from _amounts("-7680", "−7680", "-1")
    yield from _amounts("-0", rules="CC-045", price_rules="CC-024")


@specimens_of("VALUE-23")
def full_width(_rng: random.Random) -> Iterator[Specimen]:
    yield from _amounts("７６８０", "７，６８０", "7６80")


@specimens_of("VALUE-24")
def overflowing(rng: random.Random) -> Iterator[Specimen]:
    yield from _amounts("1000000000", str(2**63), str(rng.getrandbits(4000)), "9" * 100_000)


@specimens_of("VALUE-25")
def other_notations(_rng: random.Random) -> Iterator[Specimen]:
    yield from _amounts("7,680", "7680.0", "7.68e3", "0x1E00", "7680円", "NaN")
    yield from _amounts("+7680", " 7680 ", "\t7680", rules="CC-045", price_rules="CC-024")


def _texts(outcome: str, rules: str, office_rules: str, *texts: str) -> Iterator[Specimen]:
    """Texts in the address of both documents and in the name of the office: kept as text."""
    for text in texts:
        changed = (a_result(address=text), a_claim(address=text))
        yield specimen(f"address {text[:30]!r}", an_archive(pairs(changed)), outcome, rules)
        office = an_office(name=text)
        result = a_result(author=office, performer=office)
        archive = an_archive(pairs((result, a_claim())))
        yield specimen(f"office {text[:30]!r}", archive, outcome, office_rules)


@specimens_of("VALUE-26")
def html(_rng: random.Random) -> Iterator[Specimen]:
    yield from _texts(
        ACCEPTED,
        "HC-012",
        "",
        "<script>alert(document.cookie)</script>",
        '"><img src=x onerror=alert(1)>',
        "&lt;b&gt;{{constructor.constructor('alert(1)')()}}",
    )


@specimens_of("VALUE-27")
def formulas(_rng: random.Random) -> Iterator[Specimen]:
    yield from _texts(
        ACCEPTED,
        "HC-012",
        "",
        "=cmd|' /C calc'!A0",
        "+SUM(1+1)*cmd|' /C calc'!A0",
        "@SUM(1+9)",
        "-2+3+cmd|' /C calc'!A0",
        '\t=HYPERLINK("http://127.0.0.1/")',
    )


@specimens_of("VALUE-28")
def controls(_rng: random.Random) -> Iterator[Specimen]:
    yield from _texts(ACCEPTED, "HC-012", "", "東京都\n2026-06-05 level=info event=forged")
    for text in ("東京都\u202e港区", "東京都\u2066港区", "東京都\u200b港区"):
        yield from _texts(RETURNED, "XML-014", "XML-014", text)
    claim = write_checkup_claim(a_claim()).replace("東京都".encode(), b"\x1b]0;owned\x07", 1)
    summary = a_summary([a_claim(), GOOD[1]])  # type: ignore[list-item]
    archive = an_archive(pairs((a_result(), claim)), summary=summary)
    yield specimen("a terminal escape is no XML", archive, RETURNED, "XML-002")

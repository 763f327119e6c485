"""ZIP: the container lies, breaks off or hides something."""

from __future__ import annotations

import random
from collections.abc import Iterator

from building import ZIP_NAME
from hostile.making import (
    REFUSED,
    ROOT,
    SCHEMA,
    Specimen,
    entries,
    lied,
    named,
    plus,
    result_entry,
    specimen,
    specimens_of,
)
from raw_zip import END, Entry, build

EXTRA = f"{ROOT}/XSD/more.xsd"


def whole() -> bytes:
    return build(entries())


@specimens_of("ZIP-01")
def empty(_rng: random.Random) -> Iterator[Specimen]:
    yield specimen("nothing under a right name", b"", REFUSED, "ARC-001", found="中身のない")
    yield specimen("nothing under a wrong name", b"", REFUSED, "ARC-001 ARC-003", name="empty.zip")
    yield specimen(
        "nothing for another agency",
        b"",
        REFUSED,
        "ARC-001 ARC-024",
        name=ZIP_NAME.replace("94899010", "94899028"),
    )


@specimens_of("ZIP-02")
def no_members(_rng: random.Random) -> Iterator[Specimen]:
    yield specimen("an end record alone", build([]), REFUSED, "ARC-001")
    yield specimen("with a comment", build([], comment=b"nothing"), REFUSED, "ARC-001")
    yield specimen(
        "the root folder alone",
        build([named(f"{ROOT}/", b"", method=0)]),
        REFUSED,
        "ARC-009 ARC-010 ARC-011 ARC-012 ARC-013",
    )


@specimens_of("ZIP-03")
def not_a_zip(rng: random.Random) -> Iterator[Specimen]:
    text = "健診データを送付します。\r\n".encode("cp932") * rng.randint(1, 50)
    yield specimen("a text", text, REFUSED, "ARC-001", found="ZIP")
    yield specimen("noise", rng.randbytes(rng.randint(1, 5_000)), REFUSED, "ARC-001")
    yield specimen("one byte", b"P", REFUSED, "ARC-001")
    yield specimen("a page", b"<!DOCTYPE html><title>502</title>", REFUSED, "ARC-001")
    yield specimen("a program", b"MZ" + rng.randbytes(3_000), REFUSED, "ARC-001")


@specimens_of("ZIP-04")
def truncated_at_each_record(rng: random.Random) -> Iterator[Specimen]:
    data = whole()
    directory = data.index(b"PK\x01\x02")
    last_local = data.rindex(b"PK\x03\x04")
    for about, cut in (
        ("inside the first local header", rng.randint(4, 29)),
        ("inside the last local header", last_local + rng.randint(1, 29)),
        ("between two entries", last_local),
        ("before the directory", directory),
        ("inside the directory", rng.randint(directory + 1, len(data) - 23)),
        ("before the end record", len(data) - 22),
        ("inside the end record", len(data) - rng.randint(1, 21)),
    ):
        yield specimen(about, data[:cut], REFUSED, "ARC-001")


@specimens_of("ZIP-05")
def truncated_data(rng: random.Random) -> Iterator[Specimen]:
    def short(entry: Entry) -> None:
        entry.data = entry.packed()[: -rng.randint(1, 40)]

    yield specimen("a deflated schema without its end", lied(short), REFUSED, "ARC-001")
    found = entries()
    short(result_entry(found))
    yield specimen("a result without its end", build(found), REFUSED, "ARC-001")

    def longer(entry: Entry) -> None:
        size = len(entry.packed()) + rng.randint(1, 200)
        entry.local["compressed"] = entry.central["compressed"] = size

    yield specimen("more data promised than there is", lied(longer), REFUSED, "ARC-001")

    def stored(entry: Entry) -> None:
        entry.method, entry.data = 0, entry.content[:-7]

    yield specimen("stored, shorter than its size", lied(stored), REFUSED, "ARC-001")


@specimens_of("ZIP-06")
def bad_crc(rng: random.Random) -> Iterator[Specimen]:
    def wrong(entry: Entry) -> None:
        crc = rng.getrandbits(32)
        entry.local["crc"] = entry.central["crc"] = crc

    for ending in (SCHEMA, "ix08_V08.xml", "su08_V08.xml"):
        yield specimen(ending, lied(wrong, at=ending), REFUSED, "ARC-001")
    found = entries()
    wrong(result_entry(found))
    yield specimen("of a result", build(found), REFUSED, "ARC-001")


@specimens_of("ZIP-07")
def junk_before_or_after(rng: random.Random) -> Iterator[Specimen]:
    junk = rng.randbytes(rng.randint(1, 400))
    yield specimen("before, offsets not mended", junk + whole(), REFUSED, "ARC-001")
    yield specimen("before, offsets mended", build(entries(), prefix=junk), REFUSED, "ARC-001")
    yield specimen("after", whole() + junk, REFUSED, "ARC-001")
    yield specimen("line ends after", whole() + b"\r\n", REFUSED, "ARC-001")
    yield specimen("64 MiB of zeros after", lambda: whole() + bytes(64 << 20), REFUSED, "ARC-001")
    between = build(entries(), between=junk)
    yield specimen("before the directory", between, REFUSED, "ARC-001")


@specimens_of("ZIP-08")
def two_end_records(_rng: random.Random) -> Iterator[Specimen]:
    data = whole()
    end = data[-22:]
    yield specimen("the same twice", data + end, REFUSED, "ARC-001")
    yield specimen("an empty one behind", data + build([]), REFUSED, "ARC-001")
    yield specimen(
        "an empty one before", build(entries(), before_end=build([])), REFUSED, "ARC-001"
    )
    other = build(entries()[:3])
    yield specimen("two archives in a row", other + data, REFUSED, "ARC-001")


@specimens_of("ZIP-09")
def end_record_in_a_comment(_rng: random.Random) -> Iterator[Specimen]:
    data = whole()
    yield specimen("that fits", build(entries(), comment=data[-22:]), REFUSED, "ARC-001")
    yield specimen("an empty one", build(entries(), comment=build([])), REFUSED, "ARC-001")
    inner = END.pack(b"PK\x05\x06", 0, 0, 1, 1, 50, 0, 30) + bytes(30)
    yield specimen("with a comment of its own", build(entries(), comment=inner), REFUSED, "ARC-001")


@specimens_of("ZIP-10")
def comments(rng: random.Random) -> Iterator[Specimen]:
    text = rng.randbytes(rng.randint(1, 300)).replace(b"PK", b"")
    yield specimen("of the archive", build(entries(), comment=text), REFUSED, "ARC-001")
    yield specimen("64 KiB", build(entries(), comment=bytes(65_535)), REFUSED, "ARC-001")

    def noted(entry: Entry) -> None:
        entry.comment = "検査の控え".encode()

    yield specimen("of a member", lied(noted), REFUSED, "ARC-001")


@specimens_of("ZIP-11")
def central_without_local(rng: random.Random) -> Iterator[Specimen]:
    def nothing(entry: Entry) -> None:
        entry.in_local = False

    def unsigned(entry: Entry) -> None:
        entry.local["signature"] = rng.choice([b"PK\x03\x05", b"XXXX", bytes(4)])

    def elsewhere(entry: Entry) -> None:
        entry.central["offset"] = rng.randint(1, 29)

    def beyond(entry: Entry) -> None:
        entry.central["offset"] = 0x7FFF_FFFF

    for change in (nothing, unsigned, elsewhere, beyond):
        yield specimen(change.__name__, lied(change), REFUSED, "ARC-001")


@specimens_of("ZIP-12")
def local_without_central(_rng: random.Random) -> Iterator[Specimen]:
    hidden = named(EXTRA, b"<hidden/>", in_central=False)
    yield specimen("at the end", plus(hidden), REFUSED, "ARC-001")
    yield specimen("at the beginning", plus(hidden, first=True), REFUSED, "ARC-001")
    found = entries()
    found.insert(len(found) // 2, hidden)
    yield specimen("in the middle", build(found), REFUSED, "ARC-001")


@specimens_of("ZIP-13")
def name_differs(_rng: random.Random) -> Iterator[Specimen]:
    def other(entry: Entry) -> None:
        entry.local["name"] = entry.name.replace(b"co08", b"cq08")

    def shorter(entry: Entry) -> None:
        entry.local["name"] = entry.name[:-1]

    def climbing(entry: Entry) -> None:
        entry.local["name"] = b"../../etc/passwd"

    for change in (other, shorter, climbing):
        yield specimen(change.__name__, lied(change), REFUSED, "ARC-001")


@specimens_of("ZIP-14")
def size_differs(rng: random.Random) -> Iterator[Specimen]:
    for field in ("size", "compressed", "crc"):

        def local_only(entry: Entry, field: str = field) -> None:
            entry.local[field] = rng.randint(1, 9_999)

        yield specimen(f"{field} in the local header", lied(local_only), REFUSED, "ARC-001")

    def bigger(entry: Entry) -> None:
        entry.central["size"] = entry.local["size"] = len(entry.content) + 1

    yield specimen("both say one byte more", lied(bigger), REFUSED, "ARC-001")

    def smaller(entry: Entry) -> None:
        entry.central["size"] = entry.local["size"] = len(entry.content) - 1

    yield specimen("both say one byte less", lied(smaller), REFUSED, "ARC-001")


@specimens_of("ZIP-15")
def method_differs(rng: random.Random) -> Iterator[Specimen]:
    def local_stored(entry: Entry) -> None:
        entry.local["method"] = 0

    def local_odd(entry: Entry) -> None:
        entry.local["method"] = rng.choice([1, 6, 12, 99])

    def local_flags(entry: Entry) -> None:
        entry.local["flags"] = 0x0801

    for change in (local_stored, local_odd, local_flags):
        yield specimen(change.__name__, lied(change), REFUSED, "ARC-001")


@specimens_of("ZIP-16")
def duplicate_names(_rng: random.Random) -> Iterator[Specimen]:
    found = entries()
    result = result_entry(found)
    same = Entry(result.name, result.content)
    yield specimen("the same result twice", build([*found, same]), REFUSED, "ARC-008")
    other = Entry(result.name, b"<other/>")
    yield specimen("another content", build([*found, other]), REFUSED, "ARC-008")
    yield specimen(
        "a schema three times", plus(named(EXTRA), named(EXTRA), named(EXTRA)), REFUSED, "ARC-008"
    )
    yield specimen(
        "a file that is a folder too",
        plus(named(EXTRA), named(f"{EXTRA}/inside.xsd")),
        REFUSED,
        "ARC-008",
    )


@specimens_of("ZIP-17")
def duplicate_after_case(_rng: random.Random) -> Iterator[Specimen]:
    yield specimen("capitals", plus(named(f"{ROOT}/XSD/CO08_V08.XSD")), REFUSED, "ARC-008")
    yield specimen("mixed", plus(named(f"{ROOT}/XSD/Co08_v08.xsd")), REFUSED, "ARC-008")
    sharp = (named(f"{ROOT}/XSD/straße.xsd"), named(f"{ROOT}/XSD/STRASSE.xsd"))
    yield specimen("sharp s", plus(*sharp), REFUSED, "ARC-008")


@specimens_of("ZIP-18")
def duplicate_after_nfkc(_rng: random.Random) -> Iterator[Specimen]:
    wide = "XSD/ｃｏ０８＿Ｖ０８.xsd"
    yield specimen("full-width letters", plus(named(f"{ROOT}/{wide}")), REFUSED, "ARC-008")
    kana = (named(f"{ROOT}/XSD/ガ.xsd"), named(f"{ROOT}/XSD/ｶﾞ.xsd"))
    yield specimen("half-width kana", plus(*kana), REFUSED, "ARC-008")
    composed = (named(f"{ROOT}/XSD/が.xsd"), named(f"{ROOT}/XSD/か\u3099.xsd"))
    yield specimen("composed and not", plus(*composed), REFUSED, "ARC-008")

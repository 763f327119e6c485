"""Names: paths that leave the folder, mislead the reader or mean something to a system."""

from __future__ import annotations

import random
from collections.abc import Iterator

from building import ZIP_NAME, a_claim, a_result, an_archive
from hostile.making import (
    ACCEPTED,
    REFUSED,
    ROOT,
    SCHEMA,
    Specimen,
    claim_entry,
    entries,
    named,
    pairs,
    plus,
    result_entry,
    specimen,
    specimens_of,
)
from raw_zip import Entry, build

CANARY = "daiko-hostile-canary"
"""Part of every name that would be written outside; no such file may ever appear."""


def _in_xsd(names: dict[str, str | bytes], rules: str = "ARC-008") -> Iterator[Specimen]:
    """Names of a member more, below XSD, where no other rule looks."""
    for about, name in names.items():
        full = f"{ROOT}/XSD/".encode() + (name.encode() if isinstance(name, str) else name)
        yield specimen(about, plus(named(full)), REFUSED, rules)


@specimens_of("NAME-01")
def climbing(_rng: random.Random) -> Iterator[Specimen]:
    yield from _in_xsd(
        {
            "out of the archive": f"../../../../tmp/{CANARY}",
            "and back again": "../XSD/co08_V08.xsd",
            "full-width dots": f"．．/．．/．．/{CANARY}",
            "at the end": "coreschemas/..",
        }
    )
    yield specimen("from the top", plus(named(f"../{CANARY}")), REFUSED, "ARC-007 ARC-008")
    yield specimen("with backslashes", plus(named(f"..\\..\\{CANARY}")), REFUSED, "ARC-007 ARC-008")


@specimens_of("NAME-02")
def absolute(_rng: random.Random) -> Iterator[Specimen]:
    for about, name in (
        ("of the system", f"/etc/{CANARY}"),
        ("of the temporary folder", f"/tmp/{CANARY}"),
        ("before the right name", f"/{ROOT}/XSD/{CANARY}.xsd"),
        ("backslash", f"\\Windows\\{CANARY}"),
    ):
        yield specimen(about, plus(named(name)), REFUSED, "ARC-007 ARC-008")


@specimens_of("NAME-03")
def drives(_rng: random.Random) -> Iterator[Specimen]:
    for name in (f"C:\\{CANARY}", f"c:/{CANARY}", f"D:{CANARY}", f"Z:/{ROOT}/XSD/{CANARY}"):
        yield specimen(name[:3], plus(named(name)), REFUSED, "ARC-007 ARC-008")


@specimens_of("NAME-04")
def backslashes(_rng: random.Random) -> Iterator[Specimen]:
    found = entries()
    for entry in found:
        entry.name = entry.name.replace(b"/", b"\\")
    yield specimen("every name", build(found), ACCEPTED, "ARC-008", found="区切り")
    found = [entry for entry in entries() if not entry.name.endswith(b"/")]
    for entry in found:
        entry.name = entry.name.replace(b"/", b"\\")
    yield specimen("no folder entries", build(found), ACCEPTED, "ARC-008")
    found = entries()
    result_entry(found).name = result_entry(found).name.replace(b"DATA/", b"DATA\\")
    yield specimen("one result", build(found), ACCEPTED, "ARC-008")
    twin = f"{ROOT}\\{SCHEMA}"
    yield specimen("that meet another name", plus(named(twin)), REFUSED, "ARC-008")


@specimens_of("NAME-05")
def unc(_rng: random.Random) -> Iterator[Specimen]:
    for name in (
        f"\\\\server\\share\\{CANARY}",
        f"//server/share/{CANARY}",
        f"\\\\?\\C:\\{CANARY}",
        f"\\\\.\\pipe\\{CANARY}",
    ):
        yield specimen(name, plus(named(name)), REFUSED, "ARC-007 ARC-008")


@specimens_of("NAME-06")
def symlinks(_rng: random.Random) -> Iterator[Specimen]:
    for target in (b"/etc/passwd", b"../../../../etc/shadow", b"."):
        link = named(f"{ROOT}/XSD/link.xsd", target, method=0, attributes=0o120777 << 16)
        yield specimen(target.decode(), plus(link), REFUSED, "ARC-008", found="リンク")
    found = entries()
    result = result_entry(found)
    result.attributes = 0o120644 << 16
    yield specimen("a result", build(found), REFUSED, "ARC-008")
    reparse = named(f"{ROOT}/XSD/link.xsd", attributes=0x400)
    yield specimen("a reparse point", plus(reparse), REFUSED, "ARC-008")


@specimens_of("NAME-07")
def devices(_rng: random.Random) -> Iterator[Specimen]:
    for about, mode in (
        ("character device", 0o020666),
        ("block device", 0o060660),
        ("pipe", 0o010644),
        ("socket", 0o140777),
    ):
        member = named(f"{ROOT}/XSD/device.xsd", b"", method=0, attributes=mode << 16)
        yield specimen(about, plus(member), REFUSED, "ARC-008", found="通常のファイル")


@specimens_of("NAME-08")
def nul(_rng: random.Random) -> Iterator[Specimen]:
    yield from _in_xsd(
        {
            "before an ending": "co08.xsd\0.exe",
            "at the end": "more.xsd\0",
            "in a part": "a\0b/more.xsd",
        }
    )
    found = entries()
    result_entry(found).name += b"\0.exe"
    yield specimen(
        "after the name of a result", build(found), REFUSED, "ARC-008 ARC-015 ARC-019 IX-009 SU-002"
    )


@specimens_of("NAME-09")
def control_and_bidi(_rng: random.Random) -> Iterator[Specimen]:
    yield from _in_xsd(
        {
            "escape": "a\x1b[2Jb.xsd",
            "line end": "a\nb.xsd",
            "delete": "a\x7f.xsd",
            "C1 control": "a\x9bm.xsd",
            "right-to-left override": "a\u202edsx.exe",
            "isolate": "a\u2066b.xsd",
            "zero width": "a\u200bb.xsd",
            "line separator": "a\u2028b.xsd",
            "byte order mark": "\ufeffa.xsd",
        }
    )


@specimens_of("NAME-10")
def reserved(_rng: random.Random) -> Iterator[Specimen]:
    names = ("con", "NUL.xsd", "com1.xsd", "LPT9", "aux/more.xsd", "CONIN$", "com¹.xsd", "ＣＯＮ")
    yield from _in_xsd(dict.fromkeys(names, "") | {name: name for name in names})
    yield from _in_xsd({"question mark": "a?.xsd", "stream": "a.xsd:hidden"})


@specimens_of("NAME-11")
def trailing(_rng: random.Random) -> Iterator[Specimen]:
    yield from _in_xsd(
        {
            "a dot": "more.xsd.",
            "a blank": "more.xsd ",
            "a folder with a dot": "more./a.xsd",
            "a wide blank": "more.xsd\u3000",
        }
    )


@specimens_of("NAME-12")
def too_long(rng: random.Random) -> Iterator[Specimen]:
    letter = rng.choice("abc")
    yield from _in_xsd(
        {
            "one part": letter * 256 + ".xsd",
            "the whole": "/".join([letter * 120] * 4),
            "65,000 bytes": letter * 65_000,
            "in characters of three bytes": "字" * 300,
        }
    )


@specimens_of("NAME-13")
def too_deep(rng: random.Random) -> Iterator[Specimen]:
    yield from _in_xsd(
        {f"{depth} folders": "a/" * depth + "b.xsd" for depth in (7, 30, rng.randint(40, 150))}
    )
    yield from _in_xsd({"30,000 folders": "a/" * 30_000 + "b"})


@specimens_of("NAME-14")
def shift_jis(_rng: random.Random) -> Iterator[Specimen]:
    for name in ("検査結果.xsd", "ソフト能力表.xsd", "ﾃｽﾄ.xsd"):
        full = f"{ROOT}/XSD/".encode() + name.encode("cp932")
        yield specimen(name, plus(named(full)), REFUSED, "ARC-008", found="Shift_JIS")


@specimens_of("NAME-15")
def mojibake(_rng: random.Random) -> Iterator[Specimen]:
    yield specimen(
        "no encoding at all",
        plus(named(f"{ROOT}/XSD/".encode() + b"\x81\xff\xfe.xsd")),
        REFUSED,
        "ARC-008",
    )
    marked = named(f"{ROOT}/XSD/".encode() + "健診.xsd".encode("cp932"), flags=0x0800)
    yield specimen("Shift_JIS marked as UTF-8", plus(marked), REFUSED, "ARC-008")
    twice = "健診.xsd".encode().decode("latin-1")
    yield specimen("UTF-8 read as Latin-1", plus(named(f"{ROOT}/XSD/{twice}")), REFUSED, "ARC-008")
    spoiled = "蛛･險ｺ邨先棡.xml"
    yield specimen(
        "UTF-8 read as Shift_JIS, in DATA",
        plus(named(f"{ROOT}/DATA/{spoiled}", result_entry(entries()).content)),
        REFUSED,
        "ARC-016 ARC-019 IX-009 SU-002",
    )


@specimens_of("NAME-16")
def full_width_digits(_rng: random.Random) -> Iterator[Specimen]:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")

    def renamed(*which: int, how: slice) -> bytes:
        found = entries()
        for number in which:
            entry = (result_entry, claim_entry)[number](found)
            folder, _, name = entry.name.decode().rpartition("/")
            changed = name[how.start : how.stop].translate(wide)
            name = name[: how.start] + changed + name[how.stop :]
            entry.name = f"{folder}/{name}".encode()
        return build(found)

    yield specimen(
        "both of a pair, serial", renamed(0, 1, how=slice(21, 27)), REFUSED, "ARC-016 ARC-017"
    )
    yield specimen("the result alone", renamed(0, how=slice(21, 27)), REFUSED, "ARC-016 ARC-019")
    yield specimen("the claim alone", renamed(1, how=slice(1, 11)), REFUSED, "ARC-017 ARC-019")
    name = ZIP_NAME.translate(wide)
    yield specimen("the ZIP", build(entries()), REFUSED, "ARC-003 ARC-007", name=name)


@specimens_of("NAME-17")
def left_overs(rng: random.Random) -> Iterator[Specimen]:
    noise = rng.randbytes(400)
    yield specimen("Thumbs.db", plus(named(f"{ROOT}/DATA/Thumbs.db", noise)), ACCEPTED, "ARC-015")
    mac = f"__MACOSX/{ROOT}/._ix08_V08.xml"
    yield specimen(
        "__MACOSX", plus(named("__MACOSX/", b"", method=0), named(mac, noise)), ACCEPTED, "ARC-015"
    )
    yield specimen(
        ".DS_Store and desktop.ini",
        plus(named(f"{ROOT}/.DS_Store", noise), named(f"{ROOT}/CLAIMS/desktop.ini")),
        ACCEPTED,
        "ARC-015",
    )


@specimens_of("NAME-18")
def wrong_root(_rng: random.Random) -> Iterator[Specimen]:
    pair = pairs((a_result(), a_claim()))
    yield specimen(
        "another date",
        an_archive(pair, root=ROOT.replace("20260605", "20260604")),
        REFUSED,
        "ARC-007",
    )
    yield specimen("any word", an_archive(pair, root="提出用"), REFUSED, "ARC-007")
    found = entries()
    for entry in found:
        entry.name = entry.name.removeprefix(f"{ROOT}/".encode())
    yield specimen("none", build([e for e in found if e.name]), REFUSED, "ARC-007")
    two = [named(f"other/{e.name.decode()}", e.content) for e in entries()[:3]]
    yield specimen("two", plus(*two), REFUSED, "ARC-007")
    inner = [Entry(f"{ROOT}/".encode() + e.name, e.content, method=e.method,
                   attributes=e.attributes) for e in entries()]  # fmt: skip
    yield specimen(
        "twice inside each other",
        build(inner),
        REFUSED,
        "ARC-009 ARC-010 ARC-011 ARC-012 ARC-013 ARC-015",
    )

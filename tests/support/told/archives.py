"""Told examples about the container, its names and the form of its documents."""

from __future__ import annotations

import copy
import io
import zipfile
from dataclasses import replace
from typing import Any, Final

from lxml import etree

from building import (
    PROVIDER,
    ZIP_NAME,
    BuiltArchive,
    a_claim,
    a_result,
    an_archive,
    an_index,
)
from daiko.checks.in_memory import MemoryHistory
from daiko.checks.subjects import Transport
from daiko.standard.oids import NAMESPACE, NAMESPACE_OLD
from daiko.standard.schemas import bundled_files
from guidance_building import a_guidance_archive, a_guidance_claim, a_guidance_result
from hostile.making import entries, named, part, plus
from judging import a_label, xml_of
from raw_zip import Entry, build
from told.cases import AUTUMN, Told, found_in, rewritten, told

ROOT: Final = ZIP_NAME.removesuffix(".zip")
OTHER: Final = "1319900021"


def complete() -> list[str]:
    return found_in(an_archive())


def of_bytes(data: bytes) -> list[str]:
    return found_in(BuiltArchive(ZIP_NAME, data))


def locked() -> list[str]:
    """A member behind a password, as the local and the central header say."""
    found = entries()
    part(found, "ix08_V08.xml").flags = 1
    return of_bytes(build(found))


def without_its_folder() -> list[str]:
    """Zipped from inside the folder."""
    found = [e for e in entries() if e.name != f"{ROOT}/".encode()]
    return of_bytes(build([_renamed(e, f"{ROOT}/", "") for e in found]))


def with_small_letters() -> list[str]:
    return of_bytes(build([_renamed(e, "/DATA/", "/data/") for e in entries()]))


def _renamed(entry: Entry, old: str, new: str) -> Entry:
    return replace(entry, name=entry.name.replace(old.encode(), new.encode(), 1))


def with_empty_folders() -> list[str]:
    empty = [e for e in entries() if not (b"/DATA/h" in e.name or b"/CLAIMS/c" in e.name)]
    return of_bytes(build(empty))


def with_one_schema() -> list[str]:
    others = [path for path, _ in bundled_files() if path != "XSD/hc08_V08.xsd"]
    return found_in(an_archive(without=others))


def with_an_edited_schema() -> list[str]:
    found = entries()
    part(found, "XSD/hc08_V08.xsd").content += b"<!-- mine -->"
    return of_bytes(build(found))


def of_persons(count: int) -> list[str]:
    """As many members as the results and claims of so many persons."""
    out = io.BytesIO(an_archive().data)
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(2 * count):
            archive.writestr(f"{ROOT}/XSD/{number}.xsd", b"")
    return of_bytes(out.getvalue())


def on_a_medium(persons: int, **label: Any) -> list[str]:
    """So many persons are in the archives; label and note say so unless told otherwise."""
    counts = ("records_on_label", "records_on_note", "subjects_in_archives")
    medium = a_label(**{**dict.fromkeys(counts, persons), **label})
    return found_in(an_archive(), transport=Transport(PROVIDER, medium=medium))


def received(sequence: int) -> list[str]:
    """After the archive with sequence 0 of the day, another one comes."""
    used = {(PROVIDER, "94899010", "20260605"): [0]}
    return numbered(sequence, MemoryHistory(digests={ZIP_NAME: "b" * 64}, sequences=used))


def first_of_the_day(sequence: int) -> list[str]:
    return numbered(sequence, MemoryHistory())


def numbered(sequence: int, history: MemoryHistory) -> list[str]:
    """The archive and all its members bear this sequence of the day."""
    new = f"20260605{sequence}"
    found = [replace(e, name=e.name.replace(b"202606050", new.encode())) for e in entries()]
    archive = BuiltArchive(ZIP_NAME.replace("202606050", new), build(found))
    return found_in(archive, history=history)


def with_index(data: bytes) -> list[str]:
    return found_in(an_archive(index=data))


def out_of_order() -> bytes:
    """The index with the service class before the day of its making."""
    root = etree.fromstring(xml_of(an_index()))
    made, kind = root.find("{*}creationTime"), root.find("{*}serviceEventType")
    made.addprevious(kind)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def in_shift_jis() -> bytes:
    text = xml_of(an_index()).decode()
    assert 'encoding="UTF-8"' in text
    return text.replace('encoding="UTF-8"', 'encoding="Shift_JIS"').encode("cp932")


def with_claim(old: str, new: str) -> list[str]:
    return found_in(rewritten(an_archive(), "CLAIMS/", old, new))


def with_result(old: str, new: str) -> list[str]:
    return found_in(rewritten(an_archive(), "DATA/", old, new))


def guided(beginning: str, old: str, new: str) -> list[str]:
    archive = a_guidance_archive([(a_guidance_result(), a_guidance_claim())])
    return found_in(rewritten(archive, beginning, old, new), received_at=AUTUMN)


def for_a_couple() -> bytes:
    """Two persons in one result."""
    root = etree.fromstring(xml_of(a_result()))
    person = root.find("{*}recordTarget")
    person.addnext(copy.deepcopy(person))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def named_after_another() -> list[str]:
    """A pair whose file names hold the number of another institution."""
    old, new = f"{PROVIDER}2026060501000000", f"{OTHER}2026060501000000"
    return of_bytes(build([_renamed(e, old, new) for e in entries()]))


ARCHIVES: Final[dict[str, Told]] = {
    "X-ARC-001": told(lambda: of_bytes(b"%PDF-1.7\n" + bytes(500)), complete, says="kekka.pdf"),
    "X-ARC-002": told(locked, complete, says="パスワード"),
    "X-ARC-005": told(
        lambda: first_of_the_day(3),
        lambda: first_of_the_day(0),
        says="1319900013_94899010_202606053_1.zip",
        instead_of="1319900013_94899010_202606050_1.zip",
    ),
    "X-ARC-007": told(without_its_folder, complete, says="\n  ix08_V08.xml"),
    "X-ARC-008": told(
        lambda: of_bytes(plus(named(f"{ROOT}/../ix08_V08.xml"))),
        complete,
        says="1319900013_94899010_202606050_1/../ix08_V08.xml",
    ),
    "X-ARC-009": told(
        lambda: found_in(an_archive(without=["ix08"], extra=[("index.xml", xml_of(an_index()))])),
        complete,
        says="index.xml",
    ),
    "X-ARC-010": told(
        lambda: found_in(an_archive(without=["su08"], extra=[("summary.xml", b"<x/>")])),
        complete,
        says="summary.xml",
    ),
    "X-ARC-011": told(with_small_letters, complete, says="data/"),
    "X-ARC-012": told(lambda: found_in(an_archive(without=["CLAIMS/"])), complete, says="CLAIMS"),
    "X-ARC-013": told(with_one_schema, complete, says="XSD/hc08_V08.xsd だけ"),
    "X-ARC-014": told(with_an_edited_schema, complete, says="hc08_V08.xsd"),
    "X-ARC-021": told(
        lambda: received(0),
        lambda: received(1),
        says="1319900013_94899010_202606050_1.zip",
        instead_of="1319900013_94899010_202606051_1.zip",
    ),
    "X-ARC-022": told(
        lambda: of_persons(60_000), lambda: of_persons(5_000), says="60,000", instead_of="5,000"
    ),
    "X-ARC-023": told(
        lambda: found_in(
            an_archive(name=ZIP_NAME.replace(PROVIDER, OTHER)), transport=Transport(PROVIDER)
        ),
        lambda: found_in(an_archive(), transport=Transport(PROVIDER)),
        says=(PROVIDER, OTHER),
    ),
    "X-ARC-025": told(
        lambda: on_a_medium(120, provider_number="", provider_name="", submitted_on=None, number=0),
        lambda: on_a_medium(120),
        says="健診 6月",
        instead_of=(PROVIDER, "新橋第一診療所", "2026年5月実施分", "2026年6月5日", "1/1", "120"),
    ),
    "X-ARC-026": told(
        lambda: on_a_medium(119, records_on_label=120, records_on_note=120),
        lambda: on_a_medium(119),
        says=("120", "119"),
        instead_of="119",
    ),
    "X-ARC-027": told(with_empty_folders, complete, says="0 ファイル"),
    "X-IX-010": told(lambda: with_index(out_of_order()), complete, says="<serviceEventType"),
    "X-XML-001": told(lambda: with_index(in_shift_jis()), complete, says='encoding="Shift_JIS"'),
    "X-XML-002": told(
        lambda: with_claim('<birthTime value="19700516"/>', '<birthTime value="19700516">'),
        complete,
        says='<birthTime value="19700516">',
    ),
    "X-XML-003": told(
        lambda: with_index(xml_of(an_index()).replace(NAMESPACE.encode(), NAMESPACE_OLD.encode())),
        complete,
        says=NAMESPACE_OLD,
        instead_of=NAMESPACE,
    ),
    "X-XML-004": told(
        lambda: with_claim(NAMESPACE, NAMESPACE_OLD),
        complete,
        says=NAMESPACE_OLD,
        instead_of=NAMESPACE,
    ),
    "X-XML-005": told(
        lambda: guided("CLAIMS/", NAMESPACE, NAMESPACE_OLD),
        lambda: guided("CLAIMS/", NAMESPACE, NAMESPACE),
        says=NAMESPACE_OLD,
        instead_of=NAMESPACE,
    ),
    "X-XML-006": told(
        lambda: with_result("hc08_V08.xsd", "hg08_V08.xsd"),
        complete,
        says="hg08_V08.xsd",
        instead_of="hc08_V08.xsd",
    ),
    "X-XML-007": told(
        lambda: guided("DATA/", "hg08_V08.xsd", "hc08_V08.xsd"),
        lambda: guided("DATA/", "hg08_V08.xsd", "hg08_V08.xsd"),
        says="hc08_V08.xsd",
        instead_of="hg08_V08.xsd",
    ),
    "X-HC-006": told(
        lambda: found_in(an_archive([(for_a_couple(), a_claim())])),
        complete,
        says="recordTarget が 2 つ",
    ),
    "X-XF-014": told(
        lambda: found_in(an_archive([(a_result(), a_claim(service_event_type="2"))])),
        complete,
        says="serviceEventType 2",
    ),
    "X-XF-015": told(
        named_after_another,
        complete,
        says="DATA/h13199000212026060501000000.xml",
        instead_of="DATA/h13199000132026060501000000.xml",
    ),
}

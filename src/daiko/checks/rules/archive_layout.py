"""Rules of folders and file names: X-ARC-007, 009 to 020 and 027.

Source: checks.csv; archive-and-xml.md 1.1, 1.3, 1.6; rulings.md 7, 31. A cause is
shown once: what a missing folder should hold is not missed a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from daiko.archive.names import MemberName, pair_of
from daiko.checks.findings import Finding
from daiko.checks.layout import INDEX_FILE, SUMMARY_FILE
from daiko.checks.rulebook import rule
from daiko.checks.subjects import ArchiveSubject
from daiko.standard.schemas import FILES as SCHEMA_FILES

_ROOT_ENTRIES: Final = frozenset({INDEX_FILE, SUMMARY_FILE, "DATA", "CLAIMS", "XSD"})
_WRONG_NAMES: Final = {
    INDEX_FILE: re.compile(r"(index|ix08.*)\.xml", re.IGNORECASE),
    SUMMARY_FILE: re.compile(r"(summary|su08.*)\.xml", re.IGNORECASE),
}
_RESULT_NAME: Final = re.compile(r"[hg][0-9]{10}[0-9]{8}[0-9][1-9][0-9]{6}\.xml", re.ASCII)
_CLAIM_NAME: Final = re.compile(r"[cp][0-9]{10}[0-9]{8}[0-9][1-9][0-9]{6}\.xml", re.ASCII)
_PREFIXES: Final = {"1": frozenset("hc"), "2": frozenset("gp")}
_PARTNER: Final = {"h": "c", "c": "h", "g": "p", "p": "g"}


@rule("X-ARC-007")
def one_root_folder(archive: ArchiveSubject) -> Iterator[Finding]:
    """The ZIP holds one folder at its top, named like the ZIP."""
    roots = archive.layout.roots
    wanted = archive.name.removesuffix(".zip")
    if not roots:
        return  # no readable member at all: X-ARC-001
    if roots != (wanted,) or not archive.layout.root:
        yield Finding("X-ARC-007", at="/", found=", ".join(roots[:5]), expected=wanted)


@rule("X-ARC-009")
def index_is_there(archive: ArchiveSubject) -> Iterator[Finding]:
    """ix08_V08.xml lies in the root folder."""
    yield from _named_file(archive, "X-ARC-009", INDEX_FILE)


@rule("X-ARC-010")
def summary_is_there(archive: ArchiveSubject) -> Iterator[Finding]:
    """su08_V08.xml lies in the root folder when there are claims, and towards an agency."""
    if archive.layout.claims or archive.profile.claims_required:
        yield from _named_file(archive, "X-ARC-010", SUMMARY_FILE)


def _named_file(archive: ArchiveSubject, rule_id: str, name: str) -> Iterator[Finding]:
    layout = archive.layout
    if layout.root is None or name in layout.files:
        return
    stand_in = _stand_in(archive, name)
    yield Finding(rule_id, at=name, found=stand_in or "", expected=name)


def _stand_in(archive: ArchiveSubject, name: str) -> str | None:
    """A file in the root that was meant to be the missing one, e.g. index.xml (ruling 7)."""
    for path in archive.layout.files:
        if "/" not in path and path != name and _WRONG_NAMES[name].fullmatch(path):
            return path
    return None


@rule("X-ARC-011")
def data_folder_is_there(archive: ArchiveSubject) -> Iterator[Finding]:
    """The folder DATA lies in the root folder, in capitals."""
    yield from _named_folder(archive, "X-ARC-011", "DATA")


@rule("X-ARC-012")
def claims_folder_is_there(archive: ArchiveSubject) -> Iterator[Finding]:
    """The folder CLAIMS lies in the root folder where claims are to be settled."""
    if archive.profile.claims_required:
        yield from _named_folder(archive, "X-ARC-012", "CLAIMS")


def _named_folder(archive: ArchiveSubject, rule_id: str, name: str) -> Iterator[Finding]:
    layout = archive.layout
    if layout.root is not None and name not in layout.folders:
        found = [folder for folder in layout.folders if folder.upper() == name]
        yield Finding(rule_id, at=name, found=", ".join(sorted(found)), expected=name)


@rule("X-ARC-027")
def neither_folder_is_empty(archive: ArchiveSubject) -> Iterator[Finding]:
    """DATA, and towards an agency CLAIMS, hold at least one document."""
    layout = archive.layout
    folders = [("DATA", layout.data)]
    if archive.profile.claims_required:
        folders.append(("CLAIMS", layout.claims))
    for folder, names in folders:
        if folder in layout.folders and not names:
            yield Finding("X-ARC-027", at=folder, found="0", expected="≥ 1")


@rule("X-ARC-013")
def schemas_are_complete(archive: ArchiveSubject) -> Iterator[Finding]:
    """XSD holds the complete set under its official names."""
    layout = archive.layout
    if layout.root is None:
        return
    if "XSD" not in layout.folders:
        yield Finding("X-ARC-013", at="XSD", found="", expected="XSD")
        return
    for name in SCHEMA_FILES:
        path = f"XSD/{name}"
        if path not in layout.files:
            yield Finding("X-ARC-013", at=path, found="", expected=name, document=path)


@rule("X-ARC-014")
def schemas_are_unchanged(archive: ArchiveSubject) -> Iterator[Finding]:
    """An enclosed schema that differs is reported; none is ever used (ruling 31)."""
    for path, digest in archive.schema_digests.items():
        trusted = archive.trusted_schema_digests.get(path)
        if trusted is not None and digest not in trusted:
            yield Finding("X-ARC-014", at=path, found=digest, expected=min(trusted), document=path)


@rule("X-ARC-015")
def nothing_else_is_there(archive: ArchiveSubject) -> Iterator[Finding]:
    """Only the five entries in the root, only .xml files in DATA and CLAIMS."""
    layout = archive.layout
    for path in layout.ignored:
        yield _unexpected(path)
    explained = {_stand_in(archive, name) for name in _WRONG_NAMES if name not in layout.files}
    reported: set[str] = set()
    for path in (*layout.files, *sorted(layout.folders)):
        first, _, rest = path.partition("/")
        if first not in _ROOT_ENTRIES:
            is_misspelt = first.upper() in _ROOT_ENTRIES and first.upper() not in layout.folders
            if first not in explained and first not in reported and not is_misspelt:
                reported.add(first)
                yield _unexpected(first)
        elif first in ("DATA", "CLAIMS") and rest and not _is_document(archive, first, rest):
            folder = f"{first}/{rest.partition('/')[0]}"
            if folder not in reported:
                reported.add(folder)
                yield _unexpected(folder)


def _is_document(archive: ArchiveSubject, folder: str, name: str) -> bool:
    path = f"{folder}/{name}"
    return "/" not in name and name.lower().endswith(".xml") and path in archive.layout.files


def _unexpected(path: str) -> Finding:
    return Finding("X-ARC-015", at=path, found=path, expected="", document=path)


@rule("X-ARC-016")
def result_names_follow_the_form(archive: ArchiveSubject) -> Iterator[Finding]:
    """h or g, provider 10, date 8, sequence, class, serial 6."""
    for name in archive.layout.data:
        if not _RESULT_NAME.fullmatch(name):
            yield _wrong_name("X-ARC-016", "DATA", name, "[hg]<10><YYYYMMDD><0-9><1-9><6>.xml")


@rule("X-ARC-017")
def claim_names_follow_the_form(archive: ArchiveSubject) -> Iterator[Finding]:
    """c or p, provider 10, date 8, sequence, class, serial 6."""
    for name in archive.layout.claims:
        if not _CLAIM_NAME.fullmatch(name):
            yield _wrong_name("X-ARC-017", "CLAIMS", name, "[cp]<10><YYYYMMDD><0-9><1-9><6>.xml")


def _wrong_name(rule_id: str, folder: str, name: str, expected: str) -> Finding:
    path = f"{folder}/{name}"
    return Finding(rule_id, at=path, found=name, expected=expected, document=path)


@rule("X-ARC-018")
def member_names_agree_with_root(archive: ArchiveSubject) -> Iterator[Finding]:
    """Date, sequence and class of every file name are those of the root folder."""
    root = archive.parsed_name
    if root is None:
        return
    wanted = f"{root.submitted_on}{root.sequence}{root.service_event_type}"
    for folder, names in (("DATA", archive.layout.data), ("CLAIMS", archive.layout.claims)):
        for name in names:
            parts = MemberName.parse(name)
            if parts is None or name[11:21] == wanted:
                continue
            yield _wrong_name("X-ARC-018", folder, name, wanted)


@rule("X-ARC-019")
def results_and_claims_are_pairs(archive: ArchiveSubject) -> Iterator[Finding]:
    """Every result has its claim and the reverse, equal in name but for the first letter."""
    layout = archive.layout
    if not archive.profile.claims_required or not layout.data or not layout.claims:
        return  # an empty or missing folder is X-ARC-011, 012 or 027
    data = {pair_of(name): name for name in layout.data}
    claims = {pair_of(name): name for name in layout.claims}
    for names, others, folder, partner in (
        (data, claims, "DATA", "CLAIMS"),
        (claims, data, "CLAIMS", "DATA"),
    ):
        for pair, name in names.items():
            if pair not in others:
                expected = f"{partner}/{_PARTNER.get(name[0], '?')}{name[1:]}"
                yield _wrong_name("X-ARC-019", folder, name, expected)


@rule("X-ARC-020")
def checkups_and_guidance_are_not_mixed(archive: ArchiveSubject) -> Iterator[Finding]:
    """Class 1 holds h and c files, class 2 holds g and p files."""
    letters = _PREFIXES.get(archive.parsed_name.service_event_type if archive.parsed_name else "")
    if letters is None:
        return
    for folder, names in (("DATA", archive.layout.data), ("CLAIMS", archive.layout.claims)):
        for name in names:
            if name[0] in _PARTNER and name[0] not in letters:
                yield _wrong_name("X-ARC-020", folder, name, " / ".join(sorted(letters)))

"""A mended archive: the bad pairs left out, counts and sums made anew.

Source: standards/administrative-checks.md 4 (a refused archive is corrected and sent
under the next free name); archive-and-xml.md 1 to 3; tested-facts 8 (raw copy).
Results, claims and schemas are copied compressed as they stand, byte for byte; only
names change, because date, sequence and class of every file name are those of the
archive. The index keeps what it says but for its count; the summary is made of the
claims that stay. Left-overs of programs and files that have no place in the standard
are not copied. Whether the outcome is right is for the check to say (``mend``), not here.
Pure: memory holds names and amounts, one member at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import BinaryIO, Final

from daiko.archive.members import Member
from daiko.archive.names import ArchiveName, MemberName
from daiko.archive.reader import BENIGN, Archive, ArchiveDamaged, open_archive
from daiko.archive.writer import Content, write_archive
from daiko.checks.causes import person_file
from daiko.checks.findings import Finding
from daiko.checks.layout import INDEX_FILE, SUMMARY_FILE, layout_of
from daiko.checks.loading import load_document
from daiko.checks.report import PairVerdict
from daiko.checks.subjects import Layout
from daiko.documents.records import Index, Summary
from daiko.documents.writing import write_index, write_summary
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import own_schemas

LAST_SEQUENCE: Final = 9
SERIAL_MAX: Final = 999_999


class Obstacle(StrEnum):
    """Why no mended archive can be made."""

    CONTAINER = "container"  # the ZIP itself is wrong: nothing of it can be trusted
    NOTHING_LEFT = "nothing-left"  # no pair is without error
    INDEX = "index"  # there is no index to keep
    NAME = "name"  # neither ZIP nor root folder has a name to go on from
    NO_FREE_NAME = "no-free-name"  # ten archives of that day
    STILL_REFUSED = "still-refused"  # what remains is wrong as a whole


@dataclass(frozen=True, slots=True)
class NotMendable:
    """Leaving pairs out does not help; ``findings`` are those that remain."""

    obstacle: Obstacle
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """One pair that stays: paths below the root folder, amounts in yen."""

    result: str
    claim: str
    unit_total_yen: int
    payment_yen: int
    other_program_yen: int
    claim_yen: int


@dataclass(slots=True)
class MendPlan:
    """Collects which pairs stay, verdict by verdict; as ``on_pair`` of a check."""

    kept: dict[str, Kept] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)

    def add(self, verdict: PairVerdict) -> None:
        facts = verdict.facts
        if facts is None or is_bad(verdict):
            self.left_out.append(verdict.name)
            return
        self.kept[verdict.name] = Kept(
            verdict.result,
            verdict.claim,
            facts.unit_total_yen,
            facts.payment_yen,
            facts.other_program_yen,
            facts.claim_yen,
        )

    def leave_out_named(self, findings: tuple[Finding, ...]) -> None:
        """Errors of the archive that name the file of a person condemn that pair."""
        for finding in findings:
            person = person_file(finding)
            if person in self.kept and finding.severity and finding.severity.is_error:
                del self.kept[person]
                self.left_out.append(person)


def is_bad(verdict: PairVerdict) -> bool:
    """Whether a pair by itself would be returned, also where its archive is refused."""
    facts = verdict.facts
    return (
        not (verdict.result and verdict.claim)
        or facts is None
        or not facts.result_sha256
        or any(f.severity is not None and f.severity.is_error for f in verdict.findings)
    )


def next_name(
    name: ArchiveName, *, used: frozenset[int] = frozenset(), on: date | None = None
) -> ArchiveName | None:
    """The next free name of the day, or of ``on``; ``None`` when its ten are used up.

    ``used`` are sequences of the day in question that are known to be taken; on its own
    day the archive's number counts as used.

    >>> name = ArchiveName("1319900013", "94899010", "20260605", 0, "1")
    >>> next_name(name).root, next_name(name, on=date(2026, 6, 8)).root
    ('1319900013_94899010_202606051_1', '1319900013_94899010_202606080_1')
    """
    day = name.submitted_on if on is None else f"{on:%Y%m%d}"
    first = name.sequence + 1 if day == name.submitted_on else 0
    free = next((n for n in range(first, LAST_SEQUENCE + 1) if n not in used), None)
    return None if free is None else replace(name, submitted_on=day, sequence=free)


def name_to_go_on_from(zip_name: str, root: str | None) -> ArchiveName | None:
    """The name of the ZIP, or of its root folder where the ZIP was renamed."""
    return ArchiveName.parse(zip_name) or ArchiveName.parse(root or "")


def write_mended(
    source: BinaryIO, plan: MendPlan, out: BinaryIO, *, zip_name: str, name: ArchiveName
) -> NotMendable | None:
    """Write the pairs of the plan as archive ``name``; ``None`` when it was written.

    ``source`` is the archive the plan was made from, under its ``zip_name``. Raises
    ``ArchiveDamaged`` when the source changed in between.
    """
    archive = open_archive(source)
    if not plan.kept:
        return NotMendable(Obstacle.NOTHING_LEFT)
    if any(problem.kind not in BENIGN for problem in archive.problems):
        return NotMendable(Obstacle.CONTAINER)
    layout = layout_of(archive.members, zip_name.removesuffix(".zip"))
    index = _index(archive, layout)
    if index is None:
        return NotMendable(Obstacle.INDEX)
    write_archive(out, name.root, _members(archive, layout, plan, index, name))
    return None


def _index(archive: Archive, layout: Layout) -> Index | None:
    member = layout.files.get(INDEX_FILE)
    if member is None:
        return None
    try:
        data = archive.read(member)
    except ArchiveDamaged:
        return None
    document = load_document(
        data, DocumentKind.IX, INDEX_FILE, schemas=own_schemas(), decided_by=None
    )
    return document.record if isinstance(document.record, Index) else None


def _members(
    archive: Archive, layout: Layout, plan: MendPlan, index: Index, name: ArchiveName
) -> Iterator[tuple[str, Content]]:
    kept = list(plan.kept.values())
    yield INDEX_FILE, write_index(replace(index, total_record_count=str(2 * len(kept))))
    yield SUMMARY_FILE, write_summary(_summary(kept, index))
    serials = _names(kept, name)
    for folder, paths in (
        ("DATA", [pair.result for pair in kept]),
        ("CLAIMS", [pair.claim for pair in kept]),
    ):
        for path, stem in zip(paths, serials, strict=True):
            prefix = path.rpartition("/")[2][0]
            yield f"{folder}/{prefix}{stem}.xml", archive.raw(layout.files[path])
    for path, member in _schemas(layout):
        yield path, archive.raw(member)


def _summary(kept: list[Kept], index: Index) -> Summary:
    other_yen = sum(pair.other_program_yen for pair in kept)
    return Summary(
        service_event_type=index.service_event_type,
        subject_count=str(len(kept)),
        total_cost=str(sum(pair.unit_total_yen for pair in kept)),
        total_payment=str(sum(pair.payment_yen for pair in kept)),
        total_other_program=str(other_yen) if other_yen else None,
        total_claim=str(sum(pair.claim_yen for pair in kept)),
    )


def _names(kept: list[Kept], name: ArchiveName) -> list[str]:
    """Pair names under the new archive name; institution and serial stay where they can."""
    used: set[tuple[str, int]] = set()
    names = []
    for pair in kept:
        old = MemberName.parse(pair.result.rpartition("/")[2])
        assert old is not None  # a wrong name is an error, so the pair is not kept
        serial = old.serial
        while (old.provider, serial) in used:
            serial = serial + 1 if serial < SERIAL_MAX else 0
        used.add((old.provider, serial))
        new = replace(
            old,
            made_on=name.submitted_on,
            sequence=name.sequence,
            service_event_type=name.service_event_type,
            serial=serial,
        )
        names.append(new.pair)
    return names


def _schemas(layout: Layout) -> Iterator[tuple[str, Member]]:
    for path, member in layout.files.items():
        if path.startswith("XSD/"):
            yield path, member

"""The administrative check: one archive in one pass, or one document by itself.

Order as in administrative-checks.md 1: container and names, index and summary, then
pair by pair (form, schema, fields, money, registers, duplicates), at the end what
compares index and summary with the whole. All findings are kept; only a container
that cannot be taken apart stops early (ruling 11). Members are read one by one and
pairs judged in chunks, so memory does not grow with the archive.
Pure: moment of reception, registers and history are arguments.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Any, BinaryIO, Final, TypeVar

from daiko.archive.limits import Limits
from daiko.archive.members import Member
from daiko.archive.names import ArchiveName
from daiko.archive.reader import Archive, ArchiveDamaged, open_archive
from daiko.checks.findings import Finding, Severity
from daiko.checks.guidance_subject import FIRST_TIMING
from daiko.checks.layout import INDEX_FILE, SUMMARY_FILE, layout_of, pair_names
from daiko.checks.loading import is_guidance_claim, load_document, timing_of
from daiko.checks.pair_building import GUIDANCE_CLASS, Side, is_guidance, kinds_of
from daiko.checks.pairs import PairCheck
from daiko.checks.places import Severities, placed
from daiko.checks.profile import FUND_RECEPTION, Profile
from daiko.checks.registers import History, Registers
from daiko.checks.report import PairVerdict, Report, Totals, Verdict
from daiko.checks.rule_tables import RuleTables, choose_rules
from daiko.checks.rules.summary_rules import SUM_RULES
from daiko.checks.schema_digests import digest_of_member, trusted_digests
from daiko.checks.subjects import ArchiveSubject, DocumentSubject, Transport
from daiko.checks.values import day
from daiko.documents.records import Index, ResultHead, Summary
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import SchemaSet, own_schemas

Value = TypeVar("Value")
_BLOCK: Final = 1024 * 1024
TOKYO: Final = timezone(timedelta(hours=9))
PAIRS_PER_CHUNK: Final = 200
Names = tuple[str, str, str]  # of a pair, its result file, its claim file
BYTES_PER_CHUNK: Final = 8 * 1024 * 1024  # trees take some ten times their text …
_LARGE_BYTES: Final = 256 * 1024  # … but one this large is nobody's result, and may take forty


def check_archive(
    source: BinaryIO,
    *,
    name: str,
    received_at: datetime,
    registers: Registers | None = None,
    history: History | None = None,
    profile: Profile = FUND_RECEPTION,
    schemas: SchemaSet | None = None,
    transport: Transport | None = None,
    limits: Limits | None = None,
    on_start: Callable[[int], None] | None = None,
    on_pair: Callable[[PairVerdict], None] | None = None,
    chunk: int = PAIRS_PER_CHUNK,
) -> Report:
    """Check one archive; bad input gives findings, never an exception.

    ``source`` is a seekable file, ``name`` the file name of the ZIP as it arrived,
    ``received_at`` aware. ``on_start`` gets the number of pairs, ``on_pair`` every verdict
    as soon as it is known (and the report keeps none); whether the archive is refused,
    the report says.
    """
    subject = ArchiveSubject(
        name=name,
        received_on=received_at.astimezone(TOKYO).date(),
        profile=profile,
        sha256=digest_of(source),
        parsed_name=ArchiveName.parse(name),
        registers=registers,
        history=history,
        transport=transport,
    )
    archive = open_archive(source, limits=limits or Limits())
    run = _Run(archive, subject, schemas or own_schemas(), chunk)
    if on_start is not None:
        on_start(len(pair_names(subject.layout)))
    return run.whole(on_pair)


class _Run:
    """One pass over one archive."""

    def __init__(
        self, archive: Archive, subject: ArchiveSubject, schemas: SchemaSet, chunk: int
    ) -> None:
        self.archive = archive
        self.subject = subject
        self.schemas = schemas
        self.chunk = chunk
        self.tables = choose_rules(
            subject.profile, subject.registers, subject.history, subject.transport
        )
        self.severities = Severities(subject.profile, subject.received_on)
        self.findings: list[Finding] = []
        self.heads: dict[str, DocumentSubject] = {}
        subject.layout = layout_of(archive.members, subject.name.removesuffix(".zip"))
        subject.problems = archive.problems
        self.pair_check = PairCheck(subject, self.tables, self.severities)

    def whole(self, on_pair: Callable[[PairVerdict], None] | None) -> Report:
        """Judge every pair, hand each verdict on (or keep it), then report."""
        verdicts: list[PairVerdict] = []
        totals = Totals()
        for verdict in self.pairs():
            totals.add(verdict)
            (on_pair or verdicts.append)(verdict)
        return self.report(verdicts, totals)

    def pairs(self) -> Iterator[PairVerdict]:
        """Read everything; yield verdict after verdict, registers asked once a chunk."""
        self._read_head()
        later: list[Names] = []
        yield from self._judged(pair_names(self.subject.layout), later)
        yield from self._judged(later, None)
        self._read_rest()

    def _judged(self, names: list[Names], later: list[Names] | None) -> Iterator[PairVerdict]:
        """Pairs chunk by chunk. Guidance that follows a first claim is put off to ``later``."""
        held = 0
        for name, result_name, claim_name in names:
            guidance, ahead = self._is_guidance(result_name, claim_name)
            if guidance and later is not None:
                ahead = self._bytes(f"CLAIMS/{claim_name}") if ahead is None else ahead
                if ahead is not None and timing_of(ahead) not in (None, FIRST_TIMING):
                    later.append((name, result_name, claim_name))
                    continue
            of_result, of_claim = kinds_of(guidance=guidance)
            result = self._document(f"DATA/{result_name}", of_result, None)
            service_on = day(_performed_on(result))
            claim = self._document(f"CLAIMS/{claim_name}", of_claim, service_on, ahead)
            self.pair_check.add(name, (result_name, result), (claim_name, claim), guidance=guidance)
            held += sum(_weight(d.data) for d in (result, claim) if d is not None)
            if len(self.pair_check.waiting) >= self.chunk or held >= BYTES_PER_CHUNK:
                yield from self.pair_check.judge()
                held = 0
        yield from self.pair_check.judge()

    def _is_guidance(self, result_name: str, claim_name: str) -> tuple[bool, bytes | None]:
        """Whether a pair is guidance, and the bytes of its claim if they were read for that.

        Where file names and the class of the archive differ (X-ARC-020) the claim decides.
        """
        named = is_guidance(self.subject, result_name, claim_name)
        expected = self.subject.parsed_name
        if expected is None or named is (expected.service_event_type == GUIDANCE_CLASS):
            return named, None
        ahead = self._bytes(f"CLAIMS/{claim_name}")
        stated = None if ahead is None else is_guidance_claim(ahead)
        return (named if stated is None else stated), ahead

    def report(self, verdicts: list[PairVerdict], totals: Totals) -> Report:
        """The rules of the archive as a whole, then the verdict."""
        subject = self.subject
        for built in self.tables.archive:
            for finding in built.check(subject):
                head = self.heads.get(finding.document)
                self.findings.extend(
                    placed([finding], path="", document=head, severities=self.severities)
                )
        not_checked = set(self.tables.not_checked) | self.pair_check.not_checked
        if subject.summary is not None and subject.totals.unreadable:
            not_checked.update(b.id for b in self.tables.archive if b.id in SUM_RULES)
        if any(finding.severity is Severity.REJECT_ARCHIVE for finding in self.findings):
            verdict = Verdict.REFUSED
            verdicts = [replace(pair, verdict=Verdict.RETURNED) for pair in verdicts]
            totals.refuse_all()
        else:
            verdict = Verdict.PARTLY_ACCEPTED if totals.returned else Verdict.ACCEPTED
        return Report(
            **_identity(subject),
            verdict=verdict,
            findings=tuple(self.findings),
            pairs=tuple(verdicts),
            not_checked=tuple(sorted(not_checked)),
            totals=totals,
        )

    def _read_head(self) -> None:
        name, subject = self.subject.parsed_name, self.subject
        dated = day(name.submitted_on) if name else None
        index = self._document(INDEX_FILE, DocumentKind.IX, dated)
        summary = self._document(SUMMARY_FILE, DocumentKind.SU, dated)
        for document in (index, summary):
            if document is None:
                continue
            self.heads[document.path] = document
            self.findings.extend(form_findings(document, self.tables, self.severities))
        if index is not None and isinstance(index.record, Index) and index.parsed:
            subject.index, subject.index_root = index.record, index.parsed.root
        if summary is not None and isinstance(summary.record, Summary) and summary.parsed:
            subject.summary, subject.summary_root = summary.record, summary.parsed.root

    def _read_rest(self) -> None:
        """Schemas for their digests, and every other member, since all must be readable."""
        subject = self.subject
        subject.trusted_schema_digests = trusted_digests()
        done = {INDEX_FILE, SUMMARY_FILE}
        done.update(f"DATA/{name}" for name in subject.layout.data)
        done.update(f"CLAIMS/{name}" for name in subject.layout.claims)
        read: set[int] = set()
        for path, member in subject.layout.files.items():
            if path in done:
                read.add(id(member))
            elif path.startswith("XSD/"):
                read.add(id(member))
                digest = self._sound(digest_of_member, member)
                if digest is not None:
                    subject.schema_digests[path] = digest
        others = [m for m in self.archive.members if id(m) not in read and not m.is_folder]
        subject.problems += tuple(self.archive.damaged(others))

    def _document(
        self, path: str, kind: DocumentKind, decided_by: date | None, data: bytes | None = None
    ) -> DocumentSubject | None:
        """``data``: its bytes, if they were read before."""
        data = self._bytes(path) if data is None else data
        if data is None:
            return None
        return load_document(data, kind, path, schemas=self.schemas, decided_by=decided_by)

    def _bytes(self, path: str) -> bytes | None:
        member = self.subject.layout.files.get(path)
        return None if member is None else self._sound(Archive.read, member)

    def _sound(self, read: Callable[[Archive, Member], Value], member: Member) -> Value | None:
        """What is read of a member; ``None``, and a problem more, if it is damaged."""
        try:
            return read(self.archive, member)
        except ArchiveDamaged as damaged:
            if damaged.problem not in self.subject.problems:
                self.subject.problems += (damaged.problem,)
            return None


def _weight(data: bytes) -> int:
    """What a document counts towards a chunk."""
    return len(data) * (4 if len(data) > _LARGE_BYTES else 1)


def form_findings(
    document: DocumentSubject, tables: RuleTables, severities: Severities
) -> list[Finding]:
    """Findings of the XML form of one document."""
    found = [f for built in tables.documents[document.kind] for f in built.check(document)]
    if not found:
        return found
    return list(placed(found, path=document.path, document=document, severities=severities))


def check_document(
    data: bytes,
    kind: DocumentKind,
    *,
    received_at: datetime,
    path: str = "document.xml",
    registers: Registers | None = None,
    profile: Profile = FUND_RECEPTION,
    schemas: SchemaSet | None = None,
) -> tuple[Finding, ...]:
    """Check one result or claim by itself: form, schema and the rules of that document.

    Nothing is compared with a partner, and history is not asked. Raises ``ValueError``
    for an index (IX) and a summary (SU).
    """
    if kind in (DocumentKind.IX, DocumentKind.SU):
        raise ValueError(f"{kind} is not checked by itself")
    received_on = received_at.astimezone(TOKYO).date()
    subject = ArchiveSubject(name="", received_on=received_on, profile=profile, registers=registers)
    tables = choose_rules(profile, registers, None, None)
    check = PairCheck(subject, tables, Severities(profile, received_on))
    document = load_document(data, kind, path, schemas=schemas or own_schemas(), decided_by=None)
    missing: Side = ("", None)
    guidance = kind in (DocumentKind.HG, DocumentKind.GC)
    if kind in (DocumentKind.HC, DocumentKind.HG):
        check.add(path, (path, document), missing, guidance=guidance)
    else:
        check.add(path, missing, (path, document), guidance=guidance)
    (verdict,) = check.judge()
    return verdict.findings


def _performed_on(document: DocumentSubject | None) -> str | None:
    record = None if document is None else document.record
    return record.performed_on if isinstance(record, ResultHead) else None


def _identity(subject: ArchiveSubject) -> dict[str, Any]:
    """Who sent what to whom: by the name, else by the index."""
    name, index = subject.parsed_name, subject.index
    sender = index.sender if index else None
    receiver = index.receiver if index else None
    return {
        "name": subject.name,
        "sha256": subject.sha256,
        "sender": name.sender if name else sender and sender.extension,
        "receiver": name.receiver if name else receiver and receiver.extension,
        "created_on": (index.created_on if index else None) or (name and name.submitted_on),
        "sequence": name.sequence if name else None,
        "service_event_type": (
            name.service_event_type if name else index and index.service_event_type
        ),
    }


def digest_of(source: BinaryIO) -> str:
    source.seek(0)
    digest = hashlib.sha256()
    while block := source.read(_BLOCK):
        digest.update(block)
    source.seek(0)
    return digest.hexdigest()

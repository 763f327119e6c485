"""The administrative check of one archive, in one pass, with flat memory.

Stages as in standards/administrative-checks.md 1: the container and its names,
index and summary, then pair by pair (XML form, schema, fields, money,
registers, duplicates), and at the end the sums of the summary. Every finding is
kept; only a container that cannot be read stops early (ruling 11). A rule whose
register is not loaded is reported as not checked (ruling 12).
Pure: the time of reception, registers and history are arguments.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from itertools import islice
from typing import Any, BinaryIO, Final, TypeVar

from daiko.archive.limits import Limits
from daiko.archive.names import ArchiveName
from daiko.archive.reader import Archive, ArchiveDamaged, open_archive
from daiko.checks import rules as _all_rules
from daiko.checks.findings import Finding, Severity
from daiko.checks.layout import Layout, damage, layout_of
from daiko.checks.loading import Loaded, load
from daiko.checks.person_key import claim_key
from daiko.checks.profile import FUND_RECEPTION, Profile
from daiko.checks.registers import History, Registers
from daiko.checks.report import ClaimFacts, PairVerdict, Report, Totals
from daiko.checks.rulebook import BuiltRule, Need, Subject, built, rules
from daiko.checks.subjects import ArchiveSubject, ArchiveSums, PairSubject, SeenInArchive
from daiko.checks.values import fiscal_year, yen
from daiko.documents.lines import line_of
from daiko.standard.kinds import DocumentKind
from daiko.standard.schemas import SchemaSet, bundled_digests, normal_digest

_all_rules.load()  # every module of rules registers itself
TOKYO: Final = timezone(timedelta(hours=9))
PAIRS_PER_CHUNK: Final = 200
_T = TypeVar("_T")


@dataclass(slots=True)
class _Tables:
    """The rules to run, by what they look at, and what their needs are."""

    archive: list[BuiltRule] = field(default_factory=list)
    pair: list[BuiltRule] = field(default_factory=list)
    claim: list[BuiltRule] = field(default_factory=list)
    result: list[BuiltRule] = field(default_factory=list)


class Check:
    """One run over one archive; use ``check_archive``."""

    def __init__(
        self,
        archive: Archive,
        layout: Layout,
        subject: ArchiveSubject,
        *,
        schemas: SchemaSet,
    ) -> None:
        self.archive = archive
        self.layout = layout
        self.subject = subject
        self.schemas = schemas
        self.findings: list[Finding] = []
        self.not_checked: set[str] = set()
        self.seen = SeenInArchive()
        self.loaded = _loaded_needs(subject.registers, subject.history)
        self.tables = self._choose_rules()

    def _choose_rules(self) -> _Tables:
        tables = _Tables()
        book = rules()
        content = self.subject.profile.content
        for entry in built().values():
            early = book[entry.id].stage in ("S0", "S1", "S2") or entry.id == "X-XF-014"
            if not early and not content:
                continue
            if entry.needs is not Need.NOTHING and entry.needs not in self.loaded:
                self.not_checked.add(entry.id)
                continue
            getattr(tables, entry.subject.value).append(entry)
        return tables

    def read_head(self) -> None:
        """Index and summary: form, schema, records, and the enclosed schemas' digests."""
        for path, kind in (("ix08_V08.xml", DocumentKind.IX), ("su08_V08.xml", DocumentKind.SU)):
            if path not in self.layout.files:
                continue
            loaded = self._load(path, kind)
            if loaded is None:
                continue
            self.findings.extend(self._placed(loaded.findings, loaded))
            self._keep_head(path, kind, loaded)
        for path in self.layout.files:
            if path.startswith("XSD/"):
                content = self._bytes(path)
                if content is not None:
                    self.subject.bundled_digests[path] = normal_digest(content)
        self.subject.known_digests = {
            path: frozenset({digest}) for path, digest in bundled_digests().items()
        }

    def _keep_head(self, path: str, kind: DocumentKind, loaded: Loaded) -> None:
        if loaded.old_namespace:
            self.subject.old_namespaces += ((path, loaded.namespace),)
        if kind is DocumentKind.IX:
            self.subject.index = loaded.record
            self.subject.index_document = path
            if loaded.root is not None:
                self.subject.index_order = tuple(
                    child.tag.rpartition("}")[2]
                    for child in loaded.root
                    if isinstance(child.tag, str)
                )
        else:
            self.subject.summary = loaded.record
            self.subject.summary_document = path

    def pairs(self) -> Iterator[PairVerdict]:
        """Verdict after verdict; registers are asked once per chunk."""
        registers, history = self.subject.registers, self.subject.history
        for names in _chunks(self.layout.pair_names, PAIRS_PER_CHUNK):
            chunk = [self._read_pair(name) for name in names]
            keys = [pair.subject.key for pair in chunk if pair.subject.key is not None]
            if registers is not None:
                registers.prepare(keys)
            if history is not None:
                history.prepare(keys)
            for pair in chunk:
                yield self._judge(pair)

    def _read_pair(self, name: str) -> _ReadPair:
        result_path, claim_path = self.layout.result_of.get(name), self.layout.claim_of.get(name)
        result = self._load(result_path, DocumentKind.HC) if result_path else None
        claim = self._load(claim_path, DocumentKind.CC) if claim_path else None
        subject = PairSubject(
            name=name,
            received_on=self.subject.received_on,
            profile=self.subject.profile,
            claim=claim.record if claim else None,
            result=result.record if result else None,
            claim_member=claim_path or "",
            result_member=result_path or "",
            claim_root=claim.root if claim else None,
            result_root=result.root if result else None,
            claim_namespace=claim.namespace if claim else "",
            result_namespace=result.namespace if result else "",
            registers=self.subject.registers,
            history=self.subject.history,
            seen=self.seen,
            result_sha256=result.sha256 if result else "",
            claim_sha256=claim.sha256 if claim else "",
        )
        subject.key = claim_key(subject)
        self._add_up(claim, has_result=result is not None)
        return _ReadPair(subject, result, claim)

    def _add_up(self, claim: Loaded | None, *, has_result: bool) -> None:
        sums = self.subject.sums
        sums.results += has_result
        if claim is None:
            return
        sums.claims += 1
        record = claim.record
        amounts = (
            [yen(record.unit_total), yen(record.payment_total), yen(record.claim_amount)]
            if record
            else [None]
        )
        if record is None or None in amounts:
            sums.unreadable_claims += 1
            return
        sums.unit_total_yen += amounts[0] or 0
        sums.payment_yen += amounts[1] or 0
        sums.claim_yen += amounts[2] or 0
        sums.other_program_yen += yen(record.other_program) or 0
        sums.service_event_types[record.service_event_type or ""] += 1

    def _judge(self, pair: _ReadPair) -> PairVerdict:
        subject = pair.subject
        found: list[Finding] = []
        for loaded in (pair.result, pair.claim):
            if loaded is not None:
                found.extend(self._placed(loaded.findings, loaded))
        found.extend(self._run_pair_rules(subject))
        refused = any(self._severity(finding).is_error for finding in found)
        return PairVerdict(
            name=subject.name,
            result=subject.result_member,
            claim=subject.claim_member,
            verdict="returned" if refused else "accepted",
            findings=tuple(replace(f, severity=self._severity(f)) for f in found),
            facts=_facts(subject),
        )

    def _run_pair_rules(self, subject: PairSubject) -> Iterator[Finding]:
        tables = self.tables
        runs: list[tuple[list[BuiltRule], bool]] = [
            (tables.result, subject.result is not None),
            (tables.claim, subject.claim is not None),
            (tables.pair, subject.result is not None and subject.claim is not None),
        ]
        for table, ready in runs:
            if not ready:
                continue
            for entry in table:
                if entry.needs is Need.CARDS and not self._cards_of(subject):
                    self.not_checked.add(entry.id)
                    continue
                for finding in entry.condition(subject):
                    yield self._in_pair(finding, entry, subject)

    def _cards_of(self, subject: PairSubject) -> bool:
        number, registers = subject.insurer_number, subject.registers
        return number is not None and registers is not None and registers.has_cards(number)

    def _in_pair(self, finding: Finding, entry: BuiltRule, subject: PairSubject) -> Finding:
        """Fill in the document and the line of a finding."""
        on_result = entry.subject is Subject.RESULT or finding.at.startswith("/ClinicalDocument")
        document = finding.document or (
            subject.result_member if on_result else subject.claim_member
        )
        root = subject.result_root if document == subject.result_member else subject.claim_root
        line = finding.line or (line_of(root, finding.at) if root is not None else None)
        return replace(finding, document=document, line=line)

    def conclude(self) -> None:
        """Rules of the archive as a whole, when everything in it is known."""
        for entry in self.tables.archive:
            self.findings.extend(entry.condition(self.subject))
        for problem in self.subject.problems:
            self.findings.append(
                Finding(problem.rule, problem.member, problem.found, problem.expected)
            )
        self.findings = [replace(f, severity=self._severity(f)) for f in self.findings]

    def _severity(self, finding: Finding) -> Severity:
        normal = finding.severity or rules()[finding.rule].severity
        return self.subject.profile.severity_of(finding.rule, normal, self.subject.received_on)

    def _load(self, path: str, kind: DocumentKind) -> Loaded | None:
        content = self._bytes(path)
        return None if content is None else load(path, kind, content, self.schemas, self.subject)

    def _bytes(self, path: str) -> bytes | None:
        try:
            return self.archive.read(self.layout.files[path])
        except ArchiveDamaged as damaged:
            self.subject.problems += (damage(damaged.problem),)
            return None

    @staticmethod
    def _placed(findings: Iterable[Finding], loaded: Loaded) -> Iterator[Finding]:
        for finding in findings:
            line = finding.line
            if line is None and loaded.root is not None:
                line = line_of(loaded.root, finding.at)
            yield replace(finding, document=loaded.path, line=line)


@dataclass(slots=True)
class _ReadPair:
    subject: PairSubject
    result: Loaded | None
    claim: Loaded | None


def check_archive(
    source: BinaryIO,
    *,
    name: str,
    received_at: datetime,
    schemas: SchemaSet,
    registers: Registers | None = None,
    history: History | None = None,
    profile: Profile = FUND_RECEPTION,
    limits: Limits | None = None,
    on_pair: Callable[[PairVerdict], None] | None = None,
) -> Report:
    """Check one archive; bad input gives findings, never an exception.

    ``name`` is the name of the ZIP as it arrived; ``received_at`` is aware.
    ``on_pair`` gets every verdict as soon as it is known; without it the report
    keeps them.
    """
    received_on = received_at.astimezone(TOKYO).date()
    sha256 = _sha256(source)
    archive = open_archive(source, limits=limits or Limits())
    layout = layout_of(archive)
    subject = ArchiveSubject(
        zip_name=name,
        name=ArchiveName.parse(name),
        received_on=received_on,
        profile=profile,
        sha256=sha256,
        roots=layout.roots,
        members=tuple(layout.files),
        folders=layout.folders,
        problems=layout.problems,
        registers=registers,
        history=history,
    )
    check = Check(archive, layout, subject, schemas=schemas)
    verdicts: list[PairVerdict] = []
    keep = on_pair or verdicts.append
    totals = Totals()
    if layout.readable:
        check.read_head()
        for verdict in check.pairs():
            totals.add(verdict)
            keep(verdict)
    check.conclude()
    return _report(check, verdicts, totals)


def _report(check: Check, verdicts: list[PairVerdict], totals: Totals) -> Report:
    subject = check.subject
    refused = any(f.severity is Severity.REJECT_ARCHIVE for f in check.findings)
    if refused:
        verdicts = [replace(verdict, verdict="returned") for verdict in verdicts]
        totals.refuse_all()
    index = subject.index
    return Report(
        name=subject.zip_name,
        sha256=subject.sha256,
        sender=subject.name.sender if subject.name else _extension(index and index.sender),
        receiver=subject.name.receiver if subject.name else _extension(index and index.receiver),
        created_on=(index.created_on if index else None)
        or (subject.name.submitted_on if subject.name else None),
        sequence=subject.name.sequence if subject.name else None,
        service_event_type=subject.name.service_event_type if subject.name else None,
        verdict=_verdict(totals, refused=refused),
        findings=tuple(check.findings),
        pairs=tuple(verdicts),
        not_checked=tuple(sorted(check.not_checked)),
        totals=totals,
    )


def _extension(identifier: Any) -> str | None:
    return identifier.extension if identifier else None


def _verdict(totals: Totals, *, refused: bool) -> str:
    if refused:
        return "refused"
    return "accepted" if totals.returned == 0 else "partly_accepted"


def _facts(subject: PairSubject) -> ClaimFacts | None:
    claim, key = subject.claim, subject.key
    if claim is None or key is None:
        return None
    on: date | None = subject.performed_on
    return ClaimFacts(
        insurer_number=key.insurer_number,
        provider_number=key.provider_number,
        card_id=key.card_id,
        person_key=key.person_key,
        performed_on=on,
        fiscal_year=None if on is None else fiscal_year(on),
        claim_type=claim.claim_type or "",
        unit_total_yen=yen(claim.unit_total) or 0,
        payment_yen=yen(claim.payment_total) or 0,
        other_program_yen=yen(claim.other_program) or 0,
        claim_yen=yen(claim.claim_amount) or 0,
        result_sha256=subject.result_sha256,
        claim_sha256=subject.claim_sha256,
    )


def _loaded_needs(registers: Registers | None, history: History | None) -> set[Need]:
    loaded = set()
    if registers is not None:
        present = {
            Need.PROVIDERS: registers.has_providers(),
            Need.INSURERS: registers.has_insurers(),
            Need.CONTRACTS: registers.has_contracts(),
            Need.CARDS: registers.has_insurers(),  # then decided insurer by insurer
        }
        loaded |= {need for need, there in present.items() if there}
    if history is not None:
        loaded.add(Need.HISTORY)
    return loaded


def _sha256(source: BinaryIO) -> str:
    source.seek(0)
    digest = hashlib.file_digest(source, "sha256").hexdigest()
    source.seek(0)
    return digest


def _chunks(items: Sequence[_T], size: int) -> Iterator[list[_T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def check_document(
    content: bytes, kind: DocumentKind, *, schemas: SchemaSet, received_at: datetime
) -> list[Finding]:
    """Check one result or claim by itself: form, schema and rules of that document alone."""
    name = f"document.{kind}"
    head = ArchiveSubject(
        zip_name="",
        name=None,
        received_on=received_at.astimezone(TOKYO).date(),
        profile=FUND_RECEPTION,
        sha256="",
    )
    loaded = load(name, kind, content, schemas, head)
    subject = PairSubject(name=name, received_on=head.received_on)
    found = list(Check._placed(loaded.findings, loaded))
    table = Subject.RESULT if kind is DocumentKind.HC else Subject.CLAIM
    if kind is DocumentKind.HC:
        subject.result, subject.result_root, subject.result_member = (
            loaded.record,
            loaded.root,
            name,
        )
    else:
        subject.claim, subject.claim_root, subject.claim_member = loaded.record, loaded.root, name
    if loaded.record is not None:
        for entry in built().values():
            if entry.subject is table and entry.needs is Need.NOTHING:
                found.extend(Check._placed(entry.condition(subject), loaded))
    return [replace(f, severity=f.severity or rules()[f.rule].severity) for f in found]

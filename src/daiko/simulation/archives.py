"""An archive of the month before it is written: names, index, summary, members, ZIP.

Source: standards/archive-and-xml.md 1 (layout, names), 2 and 3 (index, summary). The
program of a provider counts and sums what its own claims say, so index and summary fit
the claims, right or wrong, until a fault of the archive changes them.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, Final

from daiko.archive.members import RawMember
from daiko.archive.names import ArchiveName, MemberName
from daiko.archive.writer import Content, compressed, write_archive
from daiko.checks.values import day
from daiko.documents.records import Identifier, Index, Summary
from daiko.documents.writing import write_index, write_summary
from daiko.simulation.chance import chance
from daiko.simulation.drafts import Edit, PairDraft
from daiko.simulation.namespaces import in_old_namespace, writes_old_namespace
from daiko.simulation.organisations import Provider
from daiko.standard import oids
from daiko.standard.identifiers import FUND
from daiko.standard.schemas import bundled_files

INDEX_FILE: Final = "ix08_V08.xml"
SUMMARY_FILE: Final = "su08_V08.xml"
CLASS: Final = "1"  # checkups

Members = dict[str, Content]
"""Path below the root folder → content, in the order of writing."""


@dataclass(slots=True)
class ArchiveDraft:
    """One submission; ``sent_on`` and ``file_name`` are the order of reception."""

    name: ArchiveName
    provider: Provider
    sent_on: date
    pairs: list[PairDraft]
    index: Index = field(default_factory=Index)
    summary: Summary = field(default_factory=Summary)
    file_name: str = ""
    root: str = ""
    head_edits: dict[str, list[Edit]] = field(default_factory=dict)
    member_edits: list[Callable[[Members], None]] = field(default_factory=list)
    zip_edits: list[Edit] = field(default_factory=list)
    shows_pairs: bool = True  # False: the container cannot be taken apart
    is_last_of_day: bool = True
    fault: str | None = None
    expected: frozenset[str] = frozenset()
    is_refused: bool = False

    def set_index(self, **changes: Any) -> None:
        self.index = replace(self.index, **changes)

    def set_summary(self, **changes: Any) -> None:
        self.summary = replace(self.summary, **changes)

    def edit(self, path: str, edit: Edit) -> None:
        """Change the bytes of index or summary."""
        self.head_edits.setdefault(path, []).append(edit)

    def name_pairs(self) -> None:
        """Give every pair its file name, serials from 0."""
        for serial, pair in enumerate(self.pairs):
            institution = pair.file_institution or self.provider.number
            pair.name = member_name(self.name, institution, serial)

    def count(self) -> None:
        """Index and summary of the pairs."""
        self.index = index_of(self.name, len(self.pairs))
        self.summary = summary_of(self.pairs)

    def rename(self, **changes: Any) -> None:
        """Another right-looking name, everywhere: root, ZIP and members."""
        self.name = replace(self.name, **changes)
        self.root, self.file_name = self.name.root, self.name.zip_name
        self.name_pairs()


def archive_draft(
    provider: Provider, sent_on: date, sequence: int, pairs: list[PairDraft]
) -> ArchiveDraft:
    """A right archive of these pairs; index and summary come when the pairs are final."""
    name = ArchiveName(provider.number, FUND, f"{sent_on:%Y%m%d}", sequence, CLASS)
    draft = ArchiveDraft(name, provider, sent_on, pairs, file_name=name.zip_name, root=name.root)
    draft.name_pairs()
    return draft


def member_name(name: ArchiveName, institution: str, serial: int) -> str:
    """Pair name: institution, date, sequence, class and serial."""
    return MemberName(
        "h", institution, name.submitted_on, name.sequence, name.service_event_type, serial
    ).pair


def index_of(name: ArchiveName, pairs: int) -> Index:
    return Index(
        interaction_type="1",
        created_on=name.submitted_on,
        sender=Identifier(oids.PROVIDER, name.sender),
        receiver=Identifier(oids.AGENCY, name.receiver),
        service_event_type=name.service_event_type,
        total_record_count=str(2 * pairs),
    )


def summary_of(pairs: list[PairDraft]) -> Summary:
    """Sums of what the claims declare."""
    claims = [pair.claim for pair in pairs]
    others = [claim.other_program for claim in claims if claim.other_program is not None]
    return Summary(
        service_event_type=CLASS,
        subject_count=str(len(claims)),
        total_cost=total(claim.unit_total for claim in claims),
        total_payment=total(claim.payment_total for claim in claims),
        total_other_program=total(others) if others else None,
        total_claim=total(claim.claim_amount for claim in claims),
    )


def total(amounts: Any) -> str:
    """Sum of digits, as a summary writes it."""
    return str(sum(int(amount or 0) for amount in amounts))


def zip_bytes(draft: ArchiveDraft) -> bytes:
    """The archive as it is sent; the same draft gives the same bytes."""
    members: Members = {
        INDEX_FILE: _head(draft, INDEX_FILE, write_index(draft.index)),
        SUMMARY_FILE: _head(draft, SUMMARY_FILE, write_summary(draft.summary)),
    }
    for pair in draft.pairs:
        members[f"DATA/h{pair.name}.xml"] = pair.result_bytes()
    for pair in draft.pairs:
        members[f"CLAIMS/c{pair.name}.xml"] = pair.claim_bytes()
    members.update(enclosed_schemas())
    for edit_members in draft.member_edits:
        edit_members(members)
    out = io.BytesIO()
    write_archive(out, draft.root, members.items())
    data = out.getvalue()
    for edit in draft.zip_edits:
        data = edit(data)
    return data


def _head(draft: ArchiveDraft, path: str, data: bytes) -> bytes:
    for edit in draft.head_edits.get(path, ()):
        data = edit(data)
    return head_bytes(draft.name, data)


def head_bytes(name: ArchiveName, data: bytes) -> bytes:
    """Index or summary as a program wrote it on the day of the archive; the name decides."""
    sent_on = day(name.submitted_on)
    is_old = sent_on is not None and writes_old_namespace(chance(0, "head", name.root), sent_on)
    return in_old_namespace(data) if is_old else data


@cache
def enclosed_schemas() -> dict[str, RawMember]:
    """The enclosed schemas, compressed once for all archives."""
    return {path: compressed(content) for path, content in bundled_files()}

"""Write one archive from originals: documents byte for byte, index and summary anew.

Source: standards/routing-and-delivery.md 3 (rules 3 to 6), 3.1; rulings.md 31, 43.
Pure of tables: it is told what to pack and hands out members; ``services.py``
decides, stores and records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from daiko.archive.members import RawMember
from daiko.archive.names import ArchiveName
from daiko.documents.records import Identifier, Index, Summary
from daiko.documents.writing import write_index, write_summary
from daiko.standard import oids

Member = tuple[str, bytes | RawMember]
PREFIXES: Final = {"checkup": ("h", "c"), "guidance": ("g", "p")}
"""First letters of result and claim (archive-and-xml.md 1.3)."""


class Amounts(Protocol):
    """What a document brings to the summary, yen."""

    @property
    def unit_total_yen(self) -> int: ...
    @property
    def payment_yen(self) -> int: ...
    @property
    def other_program_yen(self) -> int: ...
    @property
    def claim_yen(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Sums:
    """What the summary of a bundle adds up, yen."""

    documents: int
    unit_total_yen: int
    payment_yen: int
    other_program_yen: int
    claim_yen: int

    @classmethod
    def of(cls, documents: Sequence[Amounts]) -> Sums:
        return cls(
            documents=len(documents),
            unit_total_yen=sum(document.unit_total_yen for document in documents),
            payment_yen=sum(document.payment_yen for document in documents),
            other_program_yen=sum(document.other_program_yen for document in documents),
            claim_yen=sum(document.claim_yen for document in documents),
        )


def head_members(
    archive: ArchiveName,
    sums: Sums,
    *,
    interaction_type: str,
    receiver_root: str,
    schemas: Iterable[tuple[str, bytes]],
) -> Iterator[Member]:
    """Index, summary and schema folder of an archive written by the agency.

    ``schemas``: (path, bytes) of the set in use, which lies beside the documents.
    """
    index = Index(
        interaction_type=interaction_type,
        created_on=archive.submitted_on,
        sender=Identifier(oids.AGENCY, archive.sender),
        receiver=Identifier(receiver_root, archive.receiver),
        service_event_type=archive.service_event_type,
        total_record_count=str(2 * sums.documents),
    )
    summary = Summary(
        service_event_type=archive.service_event_type,
        subject_count=str(sums.documents),
        total_cost=str(sums.unit_total_yen),
        total_payment=str(sums.payment_yen),
        total_other_program=str(sums.other_program_yen) if sums.other_program_yen else None,
        total_claim=str(sums.claim_yen),
    )
    yield "ix08_V08.xml", write_index(index)
    yield "su08_V08.xml", write_summary(summary)
    yield from schemas


def pair_members(
    names: Sequence[str],
    pairs: Iterable[tuple[bytes | RawMember, bytes | RawMember]],
    *,
    kind: str,
) -> Iterator[Member]:
    """Result and claim of every pair under the new name, results first as they come."""
    of_result, of_claim = PREFIXES[kind]
    for name, (result, claim) in zip(names, pairs, strict=True):
        yield f"DATA/{of_result}{name}.xml", result
        yield f"CLAIMS/{of_claim}{name}.xml", claim

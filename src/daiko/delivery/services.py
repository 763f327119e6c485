"""Verbs of the delivery: pack for an insurer, release a month, return to a provider.

Source: standards/routing-and-delivery.md 3 (split and bundle), 3.1 (agency block),
3.2 (control totals); rulings.md 43, 44, 51. Every verb may be repeated: what was
packed once is not packed again. One transaction a verb, so that a large month is
many short transactions and a worker may die between any two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, groupby
from typing import Any, Final, Protocol

from django.conf import settings
from django.db import transaction

from daiko.archive.members import RawMember
from daiko.archive.names import ArchiveName
from daiko.audit import services as audit
from daiko.delivery.bundles import Amounts, Sums, head_members, pair_members
from daiko.delivery.errors import MonthNotClosed, PackagesDisagree
from daiko.delivery.exchanges import TO_INSURER, TO_PROVIDER, Exchange
from daiko.delivery.models import DeliveryMonth, Package, PackageDocument
from daiko.delivery.originals import Originals
from daiko.delivery.packing import member_names, plan_archives
from daiko.delivery.queries import packed_totals
from daiko.delivery.returning import Returnable, returnable
from daiko.delivery.sealing import Sealed, seal
from daiko.money.calendar import ProcessingMonth
from daiko.platform.actors import Actor
from daiko.platform.clock import tokyo_date
from daiko.platform.locks import hold
from daiko.platform.standard_set import files_to_enclose
from daiko.reception import queries as reception
from daiko.reception.queries import DocumentSource
from daiko.registry import queries as registry
from daiko.settlement import queries as settlement

_SERVICE_EVENT_TYPES: Final = {"checkup": "1", "guidance": "2"}  # 実施区分, never mixed (1.1)
Pair = tuple[bytes | RawMember, bytes | RawMember]  # result, claim


class Sendable(Amounts, Protocol):
    """A document on its way, whichever way it goes."""

    @property
    def document_id(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def provider_number(self) -> str: ...


# Names of a day are given out one by one; receivers are locked after the submission, in order.
_LOCK_PACKAGES: Final = 0x64656C69  # "deli": one packer per receiver at a time
_LOCK_RETURNS: Final = 0x72657475  # "retu": one packer per submission


def build_month(month: ProcessingMonth, *, by: Actor, at: datetime) -> DeliveryMonth:
    """Pack a closed month for every insurer and release it; repeatable at any point.

    Raises ``MonthNotClosed``, ``PackageFailsCheck`` and ``PackagesDisagree`` (3.2).
    """
    if not settlement.is_closed(month):
        raise MonthNotClosed(month=month)
    for receiver, documents in _by_receiver(month, tokyo_date(at)):
        pack_for_insurer(month, receiver, documents, by=by, at=at)
    return release(month, by=by, at=at)


def _by_receiver(month: ProcessingMonth, on: date) -> Iterable[tuple[str, list[int]]]:
    """Insurer that stands for the claims on this day (rule 2), with its documents."""
    successors = registry.successors(on)
    waiting: dict[str, list[int]] = {}
    pairs = settlement.confirmed_documents(month)
    for insurer, rows in groupby(pairs, key=lambda pair: pair[0]):
        receiver = successors.get(insurer, insurer)
        waiting.setdefault(receiver, []).extend(document for _, document in rows)
    return waiting.items()


@transaction.atomic
def pack_for_insurer(
    month: ProcessingMonth, insurer: str, documents: Sequence[int], *, by: Actor, at: datetime
) -> int:
    """Pack what was not packed yet into archives of type 3; says how many documents."""
    hold(_LOCK_PACKAGES, int(insurer))
    sent = PackageDocument.objects.filter(kind=TO_INSURER.kind, document_id__in=documents)
    done = set(sent.values_list("document_id", flat=True))
    sources = reception.document_sources([d for d in documents if d not in done])
    with Originals() as originals:

        def as_it_came(source: DocumentSource) -> Pair:
            number, root = source.submission_id, source.root_folder
            return (
                originals.raw(number, f"{root}/{source.result_path}"),
                originals.raw(number, f"{root}/{source.claim_path}"),
            )

        _send(_Sending(TO_INSURER, insurer, str(month), at), sources, as_it_came)
    if sources:
        audit.record(
            "delivery.insurer.packed",
            insurer,
            by=by,
            at=at,
            month=str(month),
            documents=len(sources),
        )
    return len(sources)


@dataclass(frozen=True, slots=True)
class _Sending:
    """What all archives of one packing have in common."""

    exchange: Exchange
    receiver: str
    month: str
    at: datetime
    submission_id: int | None = None  # of a return: what it answers


def _send(
    sending: _Sending, documents: Sequence[Sendable], pair_of: Callable[[Any], Pair]
) -> list[str]:
    """Pack documents into as many archives as they need; gives the archives' names.

    Checkups and guidance go into archives of their own (archive-and-xml.md 1.1).
    """
    sent: list[str] = []
    for kind in _SERVICE_EVENT_TYPES:
        of_kind = [document for document in documents if document.kind == kind]
        sent += _send_kind(sending, kind, of_kind, pair_of)
    return sent


def _send_kind(
    sending: _Sending, kind: str, documents: Sequence[Sendable], pair_of: Callable[[Any], Pair]
) -> list[str]:
    on = tokyo_date(sending.at)
    plans = plan_archives(
        len(documents),
        sender=settings.AGENCY_NUMBER,
        receiver=sending.receiver,
        on=on,
        used_today=_used(sending.receiver, on),
        service_event_type=_SERVICE_EVENT_TYPES[kind],
    )
    enclosed = files_to_enclose()
    sent = []
    for plan in plans:
        part = documents[plan.first : plan.end]
        _send_archive(sending, plan.name, kind, part, pair_of, enclosed)
        sent.append(plan.name.zip_name)
    return sent


def _send_archive(
    sending: _Sending,
    archive: ArchiveName,
    kind: str,
    documents: Sequence[Sendable],
    pair_of: Callable[[Any], Pair],
    enclosed: tuple[str, Sequence[tuple[str, bytes]]],
) -> None:
    """Write one archive, seal it and keep it; ``enclosed``: a schema set and its files."""
    schema_set, schemas = enclosed
    names = member_names(archive, [document.provider_number for document in documents])
    head = head_members(
        archive,
        Sums.of(documents),
        interaction_type=sending.exchange.interaction_type,
        receiver_root=sending.exchange.receiver_root,
        schemas=schemas,
    )
    pairs = (pair_of(document) for document in documents)
    members = chain(head, pair_members(names, pairs, kind=kind))
    sealed = seal(archive, members, profile=sending.exchange.profile, at=sending.at)
    ids = [document.document_id for document in documents]
    _record(sending, archive, sealed, zip(names, ids, strict=True), schema_set)


def _record(
    sending: _Sending,
    archive: ArchiveName,
    sealed: Sealed,
    documents: Iterable[tuple[str, int]],
    schema_set: str,
) -> None:
    """Keep what was packed, under which names (routing 3, rule 6)."""
    kind = sending.exchange.kind
    package = Package.objects.create(
        kind=kind,
        month=sending.month,
        receiver=archive.receiver,
        archive_name=archive.zip_name,
        sequence=archive.sequence,
        submitted_on=archive.submitted_on,
        submission_id=sending.submission_id,
        sha256=sealed.stored.sha256,
        size_bytes=sealed.stored.size,
        object_key=sealed.stored.key,
        document_count=sealed.documents,
        claim_yen=sealed.claim_yen,
        schema_set=schema_set,
        created_at=sending.at,
    )
    PackageDocument.objects.bulk_create(
        [
            PackageDocument(package=package, kind=kind, document_id=document, name=name)
            for name, document in documents
        ],
        batch_size=2_000,
    )


def _by_return_address(
    documents: Sequence[Returnable], sender: str
) -> list[tuple[str, list[Returnable]]]:
    """Documents by the organisation that gets them, in the order of its number."""
    addresses = registry.return_addresses(document.claimed_by for document in documents)
    found: dict[str, list[Returnable]] = defaultdict(list)
    for document in documents:
        found[addresses.get(document.claimed_by, sender)].append(document)
    return sorted(found.items())


def _used(receiver: str, on: date) -> int:
    """Archives that already bear this day towards this receiver."""
    return Package.objects.filter(receiver=receiver, submitted_on=f"{on:%Y%m%d}").count()


@transaction.atomic
def release(month: ProcessingMonth, *, by: Actor, at: datetime) -> DeliveryMonth:
    """Release the packages of a month once they agree with the confirmed claims (3.2).

    The first release stays: repeated, it is checked and given again. Raises
    ``PackagesDisagree``, and nothing is released then.
    """
    packed = packed_totals(str(month))
    confirmed = settlement.confirmed_totals(month)
    for what, found, expected in (
        ("documents", packed.documents, confirmed.documents),
        ("claim_yen", packed.claim_yen, confirmed.claim_yen),
    ):
        if found != expected:
            raise PackagesDisagree(month=month, what=what, found=found, expected=expected)
    released, first = DeliveryMonth.objects.get_or_create(
        month=str(month),
        defaults={
            "packages": packed.packages,
            "documents": packed.documents,
            "claim_yen": packed.claim_yen,
            "released_at": at,
        },
    )
    if first:
        audit.record(
            "delivery.month.released",
            str(month),
            by=by,
            at=at,
            packages=packed.packages,
            documents=packed.documents,
            claim_yen=packed.claim_yen,
        )
    return released


@transaction.atomic
def build_return(submission_id: int, *, by: Actor, at: datetime) -> list[str]:
    """Send what was returned of one submission back (type 2, ruling 51).

    To whom the registration of each document's provider names (返戻先), else to the sender:
    what came through a body goes back through it (administrative-checks.md 4).

    Claims carry the agency's block, results go back byte for byte. Documents whose XML
    cannot be read, and archives whose name tells no sender, are told in the findings
    only. Gives the archives' names, the same ones again when it is repeated.
    """
    submission = reception.submission(submission_id)
    if not submission.sender:
        return []
    hold(_LOCK_RETURNS, submission_id)
    earlier = Package.objects.filter(kind=TO_PROVIDER.kind, submission_id=submission_id)
    if names := list(earlier.order_by("id").values_list("archive_name", flat=True)):
        return names
    with Originals() as originals:
        documents = returnable(submission, originals, recorded_on=tokyo_date(at))

        def with_answer(document: Returnable) -> Pair:
            return originals.raw(submission_id, document.result_path), document.claim

        month = submission.processing_month
        for receiver, part in _by_return_address(documents, submission.sender):
            hold(_LOCK_PACKAGES, int(receiver))
            sending = _Sending(TO_PROVIDER, receiver, month, at, submission_id)
            names += _send(sending, part, with_answer)
    if names:
        audit.record(
            "delivery.return.built",
            submission.receipt_number,
            by=by,
            at=at,
            archives=len(names),
            documents=len(documents),
        )
    return names

"""Read the packages: lists for pages and commands, totals for the release, the bytes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db.models import Sum

from daiko.delivery.errors import PackageUnknown
from daiko.delivery.models import DeliveryMonth, Package, PackageDocument
from daiko.platform import objects


@dataclass(frozen=True, slots=True)
class PackageRow:
    """One archive we wrote. ``kind``: insurer (type 3) or return (type 2)."""

    kind: str
    month: str
    receiver: str
    archive_name: str
    submission_id: int | None
    sha256: str
    size_bytes: int
    documents: int
    claim_yen: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PackedTotals:
    """What the archives of a month carry to insurers."""

    packages: int
    documents: int
    claim_yen: int


@dataclass(frozen=True, slots=True)
class Released:
    """Totals of a released month and when it was released."""

    packages: int
    documents: int
    claim_yen: int
    released_at: datetime


def packages(month: str, *, kind: str = "insurer", receiver: str | None = None) -> list[PackageRow]:
    """Packages of a processing month (YYYY-MM), by receiver and sequence, or one receiver's."""
    rows = Package.objects.filter(month=month, kind=kind)
    if receiver is not None:
        rows = rows.filter(receiver=receiver)
    return [package_row(package) for package in rows]


def package(archive_name: str) -> PackageRow | None:
    """One package by its name, ``None`` if there is none."""
    found = Package.objects.filter(archive_name=archive_name).first()
    return None if found is None else package_row(found)


def returns_of(submission_id: int) -> list[PackageRow]:
    """The archives that answer a submission: one, or more when very much came back."""
    rows = Package.objects.filter(kind="return", submission_id=submission_id)
    return [package_row(package) for package in rows]


def package_row(package: Package) -> PackageRow:
    """The value of one package."""
    return PackageRow(
        kind=package.kind,
        month=package.month,
        receiver=package.receiver,
        archive_name=package.archive_name,
        submission_id=package.submission_id,
        sha256=package.sha256,
        size_bytes=package.size_bytes,
        documents=package.document_count,
        claim_yen=package.claim_yen,
        created_at=package.created_at,
    )


def packed_totals(month: str) -> PackedTotals:
    """Sums over the packages to insurers, documents counted one by one."""
    rows = Package.objects.filter(month=month, kind="insurer")
    return PackedTotals(
        packages=rows.count(),
        documents=PackageDocument.objects.filter(package__in=rows).count(),
        claim_yen=rows.aggregate(total=Sum("claim_yen"))["total"] or 0,
    )


def released(month: str) -> Released | None:
    """The release of a month, ``None`` before it."""
    row = DeliveryMonth.objects.filter(month=month).first()
    if row is None:
        return None
    return Released(row.packages, row.documents, row.claim_yen, row.released_at)


def content(archive_name: str) -> BinaryIO:
    """The bytes of a package. Raises ``PackageUnknown``."""
    package = Package.objects.filter(archive_name=archive_name).first()
    if package is None:
        raise PackageUnknown(archive_name=archive_name)
    return objects.fetch(package.object_key)

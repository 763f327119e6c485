"""A receiver fetches an archive that is addressed to it: the bytes, and the row that says so.

Source: standards/routing-and-delivery.md 3.2; security-controls.md A3, A4 (who was given whose
data). Packages to insurers can be had once their month is released.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO, Final

from django.db import transaction
from django.db.models import QuerySet

from daiko.audit import queries as trail
from daiko.audit import services as audit
from daiko.delivery.errors import PackageUnknown
from daiko.delivery.models import DeliveryMonth, Package
from daiko.delivery.queries import PackageRow, package_row
from daiko.platform import objects
from daiko.platform.actors import Actor

FETCHED: Final = "delivery.package.fetched"
PACKAGE_ORDERS: Final = {
    "archive_name": "archive_name",
    "month": "month",
    "documents": "document_count",
    "claim_yen": "claim_yen",
    "created_at": "created_at",
}


@transaction.atomic
def fetch(
    archive_name: str, *, receiver: str, by: Actor, at: datetime
) -> tuple[PackageRow, BinaryIO]:
    """An archive for its receiver and its bytes, which the caller closes; on record with
    everybody in it.

    Raises ``PackageUnknown`` for one of another receiver, not released or not there.
    """
    package = _released().filter(archive_name=archive_name, receiver=receiver).first()
    if package is None:
        raise PackageUnknown(archive_name=archive_name)
    audit.record(
        FETCHED,
        archive_name,
        by=by,
        at=at,
        purpose="delivery",
        persons=[f"document-{number}" for number in documents_in(archive_name)],
        documents=package.document_count,
        month=package.month,
    )
    return package_row(package), objects.fetch(package.object_key)


def packages_for(
    receiver: str, *, offset: int = 0, limit: int = 50, order: str = "-created_at"
) -> tuple[list[PackageRow], int]:
    """Released packages and returns addressed to one organisation, and how many."""
    found = _released().filter(receiver=receiver)
    turned = "-" if order.startswith("-") else ""
    by = turned + PACKAGE_ORDERS[order.removeprefix("-")]
    return [package_row(row) for row in found.order_by(by, "-id")[offset : offset + limit]], (
        found.count()
    )


def package_for(receiver: str, archive_name: str) -> PackageRow | None:
    """One released package addressed to this organisation."""
    row = _released().filter(receiver=receiver, archive_name=archive_name).first()
    return None if row is None else package_row(row)


def documents_in(archive_name: str) -> list[int]:
    """Documents of a package, in order."""
    found = Package.objects.filter(archive_name=archive_name).first()
    if found is None:
        return []
    return list(found.documents.values_list("document_id", flat=True).order_by("document_id"))


def fetched_at(archive_names: Sequence[str]) -> dict[str, datetime]:
    """When packages were last fetched; those that never were are missing."""
    return trail.last_of(FETCHED, archive_names)


def _released() -> QuerySet[Package]:
    months = DeliveryMonth.objects.values("month")
    return Package.objects.filter(kind="insurer", month__in=months) | Package.objects.filter(
        kind="return"
    )

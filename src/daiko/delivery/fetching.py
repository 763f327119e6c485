"""A receiver fetches an archive that is addressed to it, of a released month, on record.

Source: standards/routing-and-delivery.md 3.2; security-controls.md A3, A4.
"""

from __future__ import annotations

from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from daiko.audit import services as audit
from daiko.delivery import queries
from daiko.delivery.errors import PackageUnknown
from daiko.delivery.queries import PackageRow
from daiko.platform.actors import Actor


@transaction.atomic
def fetch(
    archive_name: str, *, receiver: str, by: Actor, at: datetime
) -> tuple[PackageRow, BinaryIO]:
    """An insurer's archive and its bytes, which the caller closes.

    Raises ``PackageUnknown`` for one of another receiver, not released or not there.
    """
    row = queries.package(archive_name)
    fits = row is not None and row.kind == "insurer" and row.receiver == receiver
    if row is None or not fits or queries.released(row.month) is None:
        raise PackageUnknown(archive_name=archive_name)
    audit.record(
        "delivery.package.fetched",
        archive_name,
        by=by,
        at=at,
        purpose="delivery",
        documents=row.documents,
        month=row.month,
    )
    return row, queries.content(archive_name)

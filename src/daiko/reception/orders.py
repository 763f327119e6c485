"""By what lists of the reception may be ordered; nothing else comes into a query."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import F
from django.db.models.expressions import OrderBy

SUBMISSION_ORDERS: Final = {
    "receipt_number": "receipt_number",
    "archive_name": "archive_name",
    "received_at": "id",
    "processing_month": "month_id",
    "state": "state",
    "pairs": "pairs",
    "accepted": "accepted",
    "returned": "returned",
    "claim_yen": "claim_yen",
}
DOCUMENT_ORDERS: Final = {
    "position": "position",
    "received": "id",
    "pair_name": "pair_name",
    "state": "state",
    "return_reason": "return_reason",
    "insurer_number": "insurer_number",
    "performed_on": "performed_on",
    "claim_yen": "claim_yen",
}


def ordered_by(wish: str, offered: Mapping[str, str]) -> tuple[OrderBy, ...]:
    """The wished order ("-" before it turns it); unknown values last, equal ones by their id.

    An id is never unknown; said so, the index could not give the latest ones.
    """
    name = offered[wish.removeprefix("-")]
    column = F(name)
    if name == "id":
        return (column.desc() if wish.startswith("-") else column.asc(),)
    if wish.startswith("-"):
        return column.desc(nulls_last=True), F("id").desc()
    return column.asc(nulls_last=True), F("id").asc()

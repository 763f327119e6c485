"""Receipt numbers: ``YYYYMMDD-NNNNNN-C``, counted without gaps per day.

Source: design 1.2 (one answer, kept). The day is Asia/Tokyo; C is the check digit of
the fourteen digits before it, by the weights of the organisation numbers
(``standard/identifiers.py``), so that one wrong digit on the telephone is heard.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import connection

from daiko.reception.errors import DayIsFull
from daiko.standard.identifiers import check_digit

LAST_OF_DAY: Final = 999_999
_NEXT: Final = """
INSERT INTO reception_receipt_counter AS counter (day, last) VALUES (%s, 1)
ON CONFLICT (day) DO UPDATE SET last = counter.last + 1 WHERE counter.last < %s
RETURNING last
"""


def receipt_number(day: date, count: int) -> str:
    """The number of the ``count``-th receipt of a day.

    >>> receipt_number(date(2026, 6, 5), 12)
    '20260605-000012-4'
    """
    body = f"{day:%Y%m%d}{count:06d}"
    return f"{body[:8]}-{body[8:]}-{check_digit(body)}"


def next_receipt_number(day: date) -> str:
    """Count one receipt in the transaction at hand; its rollback gives the number back.

    The counter's row stays locked until the end of the transaction, so receipts are
    numbered in the order of their submissions. Raises ``DayIsFull``.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [day, LAST_OF_DAY])
        row = cursor.fetchone()
    if row is None:
        raise DayIsFull(day=day)
    return receipt_number(day, row[0])

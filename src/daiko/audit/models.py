"""The record: append-only and chained, kept by the database itself.

Source: standards/security-controls.md A4 (what a row holds), design 3. A row names
organisations, months, receipts and internal references, never a person, a card or a
result. The table is not managed by Django's test flush: a trigger refuses UPDATE, DELETE
and TRUNCATE for everyone, tests included, and another one chains every row
(``migrations/0002_chain.py``); the columns of the chain are read by ``verification.py``.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class AuditEntry(models.Model):
    """One event: what, about which subject, by whom, from where, when, with plain fields."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    event = models.TextField()  # e.g. settlement.month.closed
    subject = models.TextField()  # e.g. 2026-06, a receipt number
    actor_kind = models.TextField()
    actor_name = models.TextField()
    actor_role = models.TextField()
    tenant = models.TextField()  # whose data: agency, provider:<no.>, insurer:<no.>
    session = models.TextField()
    source_address = models.TextField()
    certificate = models.TextField()  # serial number of the client certificate
    persons = ArrayField(models.TextField())  # references of insured persons, never names
    purpose = models.TextField()
    result = models.TextField()  # done | refused | failed
    clock = models.TextField()  # state of the clock (A8)
    fields = models.JSONField()

    class Meta:
        managed = False
        db_table = "audit_entry"
        ordering: ClassVar = ["id"]

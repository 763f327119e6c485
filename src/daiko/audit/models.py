"""The record of every change: append-only, kept by the database itself.

Source: standards/security-controls.md A4 (what a row holds), design 3. A row
names organisations, months and receipts, never a person, a card or a result.
The table is not managed by Django's test flush: a trigger refuses UPDATE,
DELETE and TRUNCATE for everyone, tests included. Chaining rows by digests is
not done here.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class AuditEntry(models.Model):
    """One event: what, about which subject, by whom, when, with plain fields."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    event = models.TextField()  # e.g. settlement.month.closed
    subject = models.TextField()  # e.g. 2026-06, a receipt number
    actor_kind = models.TextField()
    actor_name = models.TextField()
    fields = models.JSONField()

    class Meta:
        managed = False
        db_table = "audit_entry"
        ordering: ClassVar = ["id"]

"""Receiver profiles: how strict a receiver is about a rule, with dates and a reason.

Source: rulings.md 9, 27, 28, 33; issue 3. A row is of the agency as a whole or of one
insurer. Triggers (migration 0003) hold what one row cannot see: no two rows for one day,
rule and insurer exist, nothing becomes an error without ``registry_warning_days()`` days
of announced warning, nothing is deleted, and every change is kept.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from daiko.registry.models.constraints import in_order
from daiko.registry.models.parties import Insurer

_SEVERITIES = ["reject-archive", "reject-document", "warning", "note"]


class Rule(models.Model):
    """A rule of the rule book as of the last load: its own severity, and as an error.

    ``is_firm``: no receiver can make it softer than an error.
    """

    rule = models.TextField(primary_key=True)
    severity = models.TextField()
    error_severity = models.TextField()
    is_firm = models.BooleanField(db_default=False)

    class Meta:
        db_table = "registry_rule"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(severity__in=_SEVERITIES), name="registry_rule_severity"
            ),
            models.CheckConstraint(
                condition=Q(error_severity__in=_SEVERITIES[:2]), name="registry_rule_error"
            ),
        ]


class ReceiverSeverity(models.Model):
    """One severity for a time. ``direction``: softer, same or stricter than the rule's own.

    ``error_on``: the announced day on which the warning becomes an error.
    ``recorded_on``: since when the row could be seen (Asia/Tokyo), set by the database.
    """

    id = models.BigAutoField(primary_key=True)
    receiver = models.TextField()  # agency, or an insurer number
    insurer = models.ForeignKey(Insurer, models.PROTECT, null=True, db_column="insurer_number")
    rule = models.ForeignKey(Rule, models.PROTECT, db_column="rule")
    severity = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    error_on = models.DateField(null=True)
    reason = models.TextField()
    direction = models.TextField()
    recorded_on = models.DateField()

    class Meta:
        db_table = "registry_receiver_severity"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["receiver", "rule", "valid_from"], name="registry_receiver_severity_once"
            ),
            models.CheckConstraint(
                condition=Q(receiver="agency", insurer__isnull=True)
                | Q(receiver=F("insurer"), insurer__isnull=False),
                name="registry_receiver_severity_receiver",
            ),
            models.CheckConstraint(
                condition=Q(severity__in=_SEVERITIES), name="registry_receiver_severity_severity"
            ),
            models.CheckConstraint(
                condition=Q(reason__regex=r"\S"), name="registry_receiver_severity_reason"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=["softer", "same", "stricter"]),
                name="registry_receiver_severity_direction",
            ),
            models.CheckConstraint(
                condition=Q(error_on__isnull=True) | Q(severity="warning"),
                name="registry_receiver_severity_announced",
            ),
            in_order("valid_from", "valid_to", "registry_receiver_severity_days"),
        ]


class ReceiverSeverityChange(models.Model):
    """What a row was after each change; written by a trigger, never changed."""

    id = models.BigAutoField(primary_key=True)
    receiver = models.TextField()
    rule = models.TextField()
    severity = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    error_on = models.DateField(null=True)
    reason = models.TextField()
    direction = models.TextField()
    recorded_on = models.DateField()
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "registry_receiver_severity_change"
        indexes: ClassVar = [
            models.Index(fields=["rule", "receiver"], name="registry_severity_change")
        ]

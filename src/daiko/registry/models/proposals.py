"""Four eyes: proposed changes of accounts, prices and calendars, and what was decided.

Source: standards/security-controls.md A5. Migration 0009 holds what one row cannot see: a
decision takes proposer and term from its proposal, a guarded table takes only rows of a
proposal that is approved in the same transaction, and nothing here is changed or deleted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower, Trim
from django.db.models.lookups import Exact

APPROVAL_TERM: Final = timedelta(hours=24)
_PEOPLE: Final = ["operator", "account"]


class Proposal(models.Model):
    """Rows to take over once a second person approves. ``rows``: register → rows as stored."""

    id = models.BigAutoField(primary_key=True)
    rows = models.JSONField()
    proposed_by = models.TextField()  # name of the actor
    proposed_kind = models.TextField()
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        db_table = "registry_proposal"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(expires_at=F("proposed_at") + APPROVAL_TERM),
                name="registry_proposal_term",
            ),
            models.CheckConstraint(
                condition=Q(proposed_by__regex=r"\S"), name="registry_proposal_proposed_by"
            ),
            models.CheckConstraint(condition=~Q(rows={}), name="registry_proposal_rows"),
        ]


class Decision(models.Model):
    """The one decision on a proposal. ``proposed_by`` to ``expires_at`` are the proposal's.

    ``transaction``: the database transaction that decided; only it may take the rows over.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, primary_key=True)
    proposed_by = models.TextField()
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    verdict = models.TextField()  # approved | rejected
    decided_by = models.TextField()
    decided_kind = models.TextField()
    decided_at = models.DateTimeField()
    reason = models.TextField()
    transaction = models.BigIntegerField()

    class Meta:
        db_table = "registry_decision"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(verdict__in=["approved", "rejected"]),
                name="registry_decision_verdict",
            ),
            models.CheckConstraint(
                condition=(
                    Q(decided_kind__in=_PEOPLE) | Q(verdict="rejected", decided_kind="system")
                )
                & Q(decided_by__regex=r"\S"),
                name="registry_decision_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(verdict="rejected")
                | ~Q(Exact(Lower(Trim("decided_by")), Lower(Trim("proposed_by")))),
                name="registry_decision_by_another",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__gte=F("proposed_at"))
                & (Q(verdict="rejected") | Q(decided_at__lt=F("expires_at"))),
                name="registry_decision_in_time",
            ),
        ]

"""Tables of the notices: papers that were ordered or made, and where their files lie.

Source: design 3; journeys (long work can be left and found again). The files are in the
object store; nothing personal stands here. A receipt is kept from its first copy on, a
long list from its order on; short lists are made when somebody asks.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Paper(models.Model):
    """A paper of one submission, or of one provider and month."""

    id = models.BigAutoField(primary_key=True)
    kind = models.TextField()
    submission_id = models.BigIntegerField(null=True)
    provider_number = models.TextField(blank=True)
    month = models.TextField(blank=True)  # YYYY-MM, "" for a paper of one submission
    rows = models.IntegerField()
    ordered_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    csv_key = models.TextField(blank=True)

    class Meta:
        db_table = "notices_paper"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "submission_id"],
                condition=Q(submission_id__isnull=False),
                name="notices_paper_of_submission",
            ),
            models.UniqueConstraint(
                fields=["kind", "provider_number", "month"],
                condition=Q(submission_id__isnull=True),
                name="notices_paper_of_month",
            ),
            models.CheckConstraint(
                condition=Q(submission_id__isnull=False, month="", provider_number="")
                | Q(
                    submission_id__isnull=True,
                    kind="returns",
                    month__regex=r"^20[0-9]{2}-(0[1-9]|1[0-2])$",
                    provider_number__regex=r"^[0-9]{10}$",
                ),
                name="notices_paper_subject",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["receipt", "errors", "returns"]), name="notices_paper_kind"
            ),
            models.CheckConstraint(condition=Q(rows__gte=0), name="notices_paper_rows"),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, csv_key="")
                | Q(made_at__isnull=False) & ~Q(csv_key=""),
                name="notices_paper_made",
            ),
        ]


class PaperFile(models.Model):
    """One PDF of a paper; a long list has several volumes (分冊)."""

    id = models.BigAutoField(primary_key=True)
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="files")
    volume = models.IntegerField()
    object_key = models.TextField()
    sha256 = models.TextField()
    size_bytes = models.BigIntegerField()
    key_id = models.TextField(blank=True)  # "" for a paper that is not signed
    signature = models.BinaryField(null=True)

    class Meta:
        db_table = "notices_paper_file"
        ordering: ClassVar = ["paper_id", "volume"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper", "volume"], name="notices_paper_file_once"),
            models.CheckConstraint(condition=Q(volume__gte=1), name="notices_paper_file_volume"),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="notices_paper_file_sha256"
            ),
            models.CheckConstraint(
                condition=Q(key_id="", signature__isnull=True)
                | Q(key_id__regex=r"^[0-9a-f]{16}$", signature__isnull=False),
                name="notices_paper_file_signature",
            ),
        ]

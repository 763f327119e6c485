"""Tables of the reception: submissions, their documents (pairs) and findings.

Source: standards/settlement.md 3.1 and 3.2, routing-and-delivery.md 2, rulings.md
32, 37, 51. States: submission received → checking → accepted, partly_accepted or
refused; document accepted or returned by the check, then withdrawn (08, before
the close) or reversed (told by settlement, so that a corrected claim may come).
A document waits in ``checking`` when an earlier receipt took its card away. What
happens to the money of an accepted document is settlement's.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

_MOST_YEN = 999_999_999  # settlement.md 1: totals have at most nine digits


def _none_null(*fields: str) -> Q:
    """A CHECK passes what is null, so that it must be said."""
    return Q(**{f"{field}__isnull": False for field in fields})


class Month(models.Model):
    """A processing month as reception sees it: open, or closed for good."""

    processing_month = models.TextField(primary_key=True)  # YYYY-MM
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "reception_month"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(processing_month__regex=r"^20[0-9]{2}-(0[1-9]|1[0-2])$"),
                name="reception_month_form",
            ),
        ]


class ReceiptCounter(models.Model):
    """The last receipt number given out on a day; its row lock keeps numbers gapless."""

    day = models.DateField(primary_key=True)  # Asia/Tokyo
    last = models.IntegerField()

    class Meta:
        db_table = "reception_receipt_counter"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last__range=(1, 999_999)), name="reception_receipt_counter_range"
            ),
        ]


class Submission(models.Model):
    """One archive as it arrived (提供用アーカイブ). ``id`` is the order of reception."""

    class State(models.TextChoices):
        RECEIVED = "received", "受付済"
        CHECKING = "checking", "点検中"
        ACCEPTED = "accepted", "受理"
        PARTLY_ACCEPTED = "partly_accepted", "一部返戻"
        REFUSED = "refused", "受付不可"

    id = models.BigAutoField(primary_key=True)
    receipt_number = models.TextField(unique=True)
    archive_name = models.TextField()
    sha256 = models.TextField()
    size_bytes = models.BigIntegerField()
    object_key = models.TextField()
    sender = models.TextField()  # from the archive name, "" when it has no right form
    brought_by = models.TextField(default="")  # the sender's entry agent, "" without one
    receiver = models.TextField()
    submitted_on = models.TextField()  # YYYYMMDD of the name
    sequence = models.SmallIntegerField(null=True)
    service_event_type = models.TextField()
    received_at = models.DateTimeField()
    month = models.ForeignKey(Month, models.PROTECT, db_column="processing_month")
    received_by = models.TextField()
    state = models.TextField(choices=State.choices)
    checking_since = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    created_on = models.TextField(null=True)  # YYYYMMDD of the index
    pairs = models.IntegerField(null=True)
    accepted = models.IntegerField(null=True)
    returned = models.IntegerField(null=True)
    claim_yen = models.BigIntegerField(null=True)
    not_checked = ArrayField(models.TextField(), default=list)

    class Meta:
        db_table = "reception_submission"
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [
            models.Index(fields=["month", "state"], name="reception_submission_month"),
            models.Index(
                fields=["sender", "receiver", "submitted_on"], name="reception_submission_day"
            ),
            models.Index(fields=["archive_name"], name="reception_submission_name"),
            models.Index(
                fields=["brought_by"],
                condition=~Q(brought_by=""),
                name="reception_submission_agent",
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(brought_by="")
                | Q(brought_by__regex=r"^[0-9]{10}$") & ~Q(brought_by=F("sender")),
                name="reception_submission_brought_by",
            ),
            models.UniqueConstraint(
                fields=["sha256", "archive_name"], name="reception_submission_once"
            ),
            models.UniqueConstraint(
                fields=["sha256", "sender"],
                condition=~Q(sender="") & ~Q(state="refused"),
                name="reception_submission_once_per_sender",
            ),
            models.CheckConstraint(
                condition=Q(receipt_number__regex=r"^[0-9]{8}-[0-9]{6}-[0-9]$"),
                name="reception_submission_receipt_number",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="reception_submission_sha256"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["received", "checking"], checked_at__isnull=True)
                | Q(
                    state__in=["accepted", "partly_accepted", "refused"],
                    checked_at__isnull=False,
                    pairs__isnull=False,
                    accepted__isnull=False,
                    returned__isnull=False,
                    claim_yen__isnull=False,
                ),
                name="reception_submission_state",
            ),
            models.CheckConstraint(
                condition=Q(pairs__isnull=True, accepted__isnull=True, returned__isnull=True)
                | _none_null("pairs", "accepted", "returned")
                & Q(pairs=F("accepted") + F("returned"), accepted__gte=0, returned__gte=0),
                name="reception_submission_counts",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(accepted=0, claim_yen=0),
                name="reception_submission_refused",
            ),
        ]


class Document(models.Model):
    """One person-event: a result and its claim. The id stays when a check is repeated.

    ``guidance`` keeps what later documents of the same guidance are compared with
    (``checks.registers.GuidanceFacts``); checkups have none.
    """

    class Kind(models.TextChoices):
        CHECKUP = "checkup", "健診"
        GUIDANCE = "guidance", "保健指導"

    class State(models.TextChoices):
        CHECKING = "checking", "再点検中"
        ACCEPTED = "accepted", "受理"
        RETURNED = "returned", "返戻"
        WITHDRAWN = "withdrawn", "取下げ"
        REVERSED = "reversed", "過誤調整済"

    id = models.BigAutoField(primary_key=True)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="documents")
    position = models.IntegerField()  # order in the archive, from 1
    pair_name = models.TextField()
    kind = models.TextField(choices=Kind.choices, default=Kind.CHECKUP)
    result_path = models.TextField()  # below the root folder, "" when missing
    claim_path = models.TextField()
    state = models.TextField(choices=State.choices)
    return_reason = models.TextField()  # table 9, 01..09; "" unless returned or withdrawn
    insurer_number = models.TextField(null=True)
    provider_number = models.TextField(null=True)
    card_id = models.TextField(null=True)
    person_key = models.TextField(null=True)  # digest, see checks/person_key.py
    performed_on = models.DateField(null=True)
    fiscal_year = models.SmallIntegerField(null=True)
    claim_type = models.TextField()
    unit_total_yen = models.BigIntegerField(null=True)
    payment_yen = models.BigIntegerField(null=True)
    other_program_yen = models.BigIntegerField(null=True)
    claim_yen = models.BigIntegerField(null=True)
    result_sha256 = models.TextField()
    claim_sha256 = models.TextField()
    guidance_level = models.TextField(default="")  # table 12; "" for a checkup
    guidance_timing = models.TextField(default="")  # table 11
    guidance = models.JSONField(null=True)

    class Meta:
        db_table = "reception_document"
        ordering: ClassVar = ["submission_id", "position"]
        indexes: ClassVar = [
            models.Index(fields=["provider_number", "state"], name="reception_document_provider"),
            models.Index(
                fields=["insurer_number", "person_key"],
                condition=Q(state="returned"),
                name="reception_returned_person",
            ),
            models.Index(
                fields=["insurer_number", "card_id"],
                condition=Q(kind="guidance"),
                name="reception_guidance_card",
            ),
            models.Index(
                fields=["insurer_number", "person_key"],
                condition=Q(kind="guidance"),
                name="reception_guidance_person",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission", "pair_name"], name="reception_document_once"
            ),
            models.UniqueConstraint(
                fields=["insurer_number", "card_id"],
                condition=Q(state="accepted", kind="checkup"),
                name="reception_card_accepted_once",
            ),
            models.UniqueConstraint(
                fields=["insurer_number", "person_key", "fiscal_year"],
                condition=Q(state="accepted", kind="checkup"),
                name="reception_person_accepted_once",
            ),
            models.UniqueConstraint(
                fields=["insurer_number", "card_id"],
                condition=Q(state="accepted", kind="guidance", guidance_timing="1"),
                name="reception_guidance_begun_once",
            ),
            models.UniqueConstraint(
                fields=["insurer_number", "card_id"],
                condition=Q(state="accepted", kind="guidance", guidance_timing__in=["2", "3"]),
                name="reception_guidance_ended_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    kind="checkup", guidance_level="", guidance_timing="", guidance__isnull=True
                )
                | Q(kind="guidance", state__in=["checking", "returned"])
                | Q(
                    kind="guidance",
                    guidance_level__regex=r"^[1-4]$",
                    guidance_timing__regex=r"^[1-5]$",
                    guidance__isnull=False,
                ),
                name="reception_document_guidance",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["checking", "accepted", "returned", "withdrawn", "reversed"]
                ),
                name="reception_document_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["accepted", "reversed", "checking"], return_reason="")
                | Q(state="returned", return_reason__regex=r"^(0[1-9])?$")
                | Q(state="withdrawn", return_reason="08"),
                name="reception_document_return_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["checking", "returned"])
                | _none_null(
                    "insurer_number",
                    "provider_number",
                    "unit_total_yen",
                    "payment_yen",
                    "other_program_yen",
                    "claim_yen",
                )
                & Q(
                    insurer_number__regex=r"^[0-9]{8}$",
                    provider_number__regex=r"^[0-9]{10}$",
                    person_key__isnull=False,
                    performed_on__isnull=False,
                    fiscal_year__isnull=False,
                    unit_total_yen__range=(0, _MOST_YEN),
                    payment_yen__range=(0, _MOST_YEN),
                    other_program_yen__range=(0, _MOST_YEN),
                    claim_yen__range=(0, _MOST_YEN),
                    result_sha256__regex=r"^[0-9a-f]{64}$",
                    claim_sha256__regex=r"^[0-9a-f]{64}$",
                ),
                name="reception_document_accepted_is_whole",
            ),
        ]


class Finding(models.Model):
    """What the check found, on the archive (no document) or on one pair."""

    id = models.BigAutoField(primary_key=True)
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="findings")
    document = models.ForeignKey(Document, models.PROTECT, null=True, related_name="findings")
    position = models.IntegerField()  # order of the report within the submission, from 1
    rule = models.TextField()
    severity = models.TextField()
    becomes_error_on = models.DateField(null=True)  # a warning now, an error from this day
    member = models.TextField()  # name of the file, "" for the archive
    path = models.TextField()
    line = models.IntegerField(null=True)
    found = models.TextField()
    expected = models.TextField()
    cause_group = models.TextField(default="")  # checks.causes.group_id; "" before 0006
    leader = models.IntegerField(null=True)  # position of the finding it follows from

    class Meta:
        db_table = "reception_finding"
        ordering: ClassVar = ["submission_id", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submission", "position"], name="reception_finding_once"
            ),
            models.CheckConstraint(
                condition=Q(rule__regex=r"^X-[A-Z]+-[0-9]{3}$"), name="reception_finding_rule"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=["reject-archive", "reject-document", "warning", "note"]),
                name="reception_finding_severity",
            ),
            models.CheckConstraint(
                condition=Q(becomes_error_on__isnull=True) | Q(severity="warning"),
                name="reception_finding_becomes_error",
            ),
            models.CheckConstraint(
                condition=Q(cause_group="")
                | Q(cause_group__regex=r"^X-[A-Z]+-[0-9]{3}([.][0-9a-f]{8})?([.][a-z-]+)?$"),
                name="reception_finding_cause_group",
            ),
            models.CheckConstraint(
                condition=Q(leader__isnull=True)
                | ~Q(cause_group="") & ~Q(leader=F("position")) & Q(leader__gte=1),
                name="reception_finding_leader",
            ),
        ]
